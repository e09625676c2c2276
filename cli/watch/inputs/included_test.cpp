#include "cli/watch/inputs/included.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/temp_dir.hpp"

using namespace lambent::cli::watch;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

}  // namespace

TEST_CASE("of an included folder every file is an input, and a new one in it would be") {
  lambent::testing::temp_dir dir;
  fs::create_directories(dir.path / "assets/deep");
  write(dir.path / "assets/a.txt", "a");
  write(dir.path / "assets/deep/b.txt", "b");
  write(dir.path / "beside.txt", "no input");
  build_inputs inputs;
  REQUIRE(add_included({"assets/"}, dir.path, inputs));
  CHECK(inputs.files.size() == 2);
  CHECK(inputs.files.contains((dir.path / "assets/a.txt").string()));
  CHECK(inputs.files.contains((dir.path / "assets/deep/b.txt").string()));
  CHECK(inputs.whole == std::set<std::string, std::less<>>{(dir.path / "assets").string(),
                                                           (dir.path / "assets/deep").string()});
}

TEST_CASE("an included file is an input under whatever name, also before it is there") {
  lambent::testing::temp_dir dir;
  build_inputs inputs;
  REQUIRE(add_included({"etc/x.conf:absent.conf"}, dir.path, inputs));
  CHECK(inputs.files.contains((dir.path / "absent.conf").string()));
  CHECK(inputs.folders.contains(dir.path.string()));
  CHECK(inputs.whole.empty());
  CHECK_FALSE(add_included({"../up:absent.conf"}, dir.path, inputs));
}
