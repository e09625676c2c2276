#include "cli/watch/build/layers.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli::watch;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

const zip_member* find(const std::vector<zip_member>& all, const std::string& name) {
  for (const zip_member& one : all)
    if (one.name == name) return &one;
  return nullptr;
}

}  // namespace

TEST_CASE("layers are folders or zips, and a later one's file goes before an earlier one's") {
  lambent::testing::temp_dir dir;
  write(dir.path / "folder/lib/a", "folder");
  write(dir.path / "folder/lib/b", "b");
  write(dir.path / "layer.zip",
        make_zip({{.name = "extensions/", .content = {}, .mode = S_IFDIR | 0755U},
                  {.name = "extensions/watcher", .content = "w", .mode = S_IFREG | 0755U},
                  {.name = "lib/a", .content = "zip"}})
            .value());
  auto all = read_layers({(dir.path / "folder").string(), (dir.path / "layer.zip").string()});
  REQUIRE_MESSAGE(all, all.error().what);
  CHECK(all->size() == 3);
  CHECK(find(*all, "lib/a")->content == "zip");
  CHECK(find(*all, "lib/b")->content == "b");
  CHECK((find(*all, "extensions/watcher")->mode & S_IXUSR) != 0);
  CHECK((find(*all, "lib/a")->mode & S_IXUSR) == 0);
}

TEST_CASE("a layer that is none, or leads out of /opt, is an error that names it") {
  lambent::testing::temp_dir dir;
  for (const char* name : {"../out", "a/../../out", "/etc/passwd"}) {
    write(dir.path / "bad.zip", make_zip({{.name = name, .content = "x"}}).value());
    auto bad = read_layers({(dir.path / "bad.zip").string()});
    REQUIRE_FALSE(bad);
    CHECK(bad.error().what.find("bad.zip") != std::string::npos);
  }
  write(dir.path / "text.zip", "no zip");
  CHECK_FALSE(read_layers({(dir.path / "text.zip").string()}));
  CHECK_FALSE(read_layers({(dir.path / "absent").string()}));
}
