#include "cli/configuration/load.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include "base/files.hpp"
#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli::configuration;
namespace fs = std::filesystem;

namespace {

struct project {
  lambent::testing::temp_dir dir;
  fs::path before = fs::current_path();
  project() {
    dir.path = fs::canonical(dir.path);
    REQUIRE(
        create_file(dir.path / "lambent.toml", "[deploy]\nfile = 'x'\n[context.a]").has_value());
    fs::create_directories(dir.path / "src/deep");
  }
  project(const project&) = delete;
  project& operator=(const project&) = delete;
  ~project() { fs::current_path(before); }
};

const schema known = {{.path = {"deploy"}, .keys = {{"file", value_kind::file}}}};

}  // namespace

TEST_CASE("lambent.toml is found from the current folder upwards") {
  project p;
  fs::current_path(p.dir.path);
  auto here = load({}, known);
  REQUIRE(here.has_value());
  CHECK(here->file().path == "lambent.toml");
  CHECK(here->resolved_path("x") == "x");

  fs::current_path(p.dir.path / "src/deep");
  auto below = load({.file = {}, .context = "a"}, known);
  REQUIRE(below.has_value());
  CHECK(below->file().path == "../../lambent.toml");
  CHECK(below->context() == "a");
  CHECK(below->resolved_path("x") == (p.dir.path / "x").string());
}

TEST_CASE("a file that is named is read, and must be there") {
  project p;
  std::string path = (p.dir.path / "other.toml").string();
  CHECK(load({.file = path, .context = {}}, known).error().what ==
        "read " + path + ": No such file or directory");
  REQUIRE(create_file(path, "[deploy]\nfiel = 1").has_value());
  CHECK(load({.file = path, .context = {}}, known).error().what ==
        path + ":2:1: [deploy] has no 'fiel'");
}

TEST_CASE("without a file there are no settings, and no context") {
  lambent::testing::temp_dir dir;
  if (auto above = find_file(dir.path); above && *above) {
    MESSAGE("a lambent.toml lies above the folder for temporary files");
    return;
  }
  fs::path before = fs::current_path();
  fs::current_path(dir.path);
  auto none = load({}, known);
  auto context = load({.file = {}, .context = "a"}, known);
  fs::current_path(before);
  REQUIRE(none.has_value());
  CHECK_FALSE(none->has_file());
  REQUIRE_FALSE(context.has_value());
  CHECK(context.error().what.starts_with("there is no lambent.toml in "));
  CHECK(context.error().hint == "name the file by --config");
}

TEST_CASE("a file that a stranger may have put there is not obeyed") {
  if (::geteuid() != 0) {
    MESSAGE("not root: this test cannot give a file to another user");
    return;
  }
  project p;
  fs::path file = p.dir.path / "lambent.toml";
  constexpr uid_t stranger = 12345;
  REQUIRE(::chown(file.c_str(), stranger, stranger) == 0);
  auto refused = find_file(p.dir.path / "src");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().what ==
        file.string() + " belongs to another user, and what stands in it is obeyed");
  CHECK(load({.file = file.string(), .context = {}}, known).has_value());
  // A whole checkout that belongs to somebody else, as in a container, is one person's work.
  REQUIRE(::chown((p.dir.path / "src").c_str(), stranger, stranger) == 0);
  CHECK(find_file(p.dir.path / "src").value() == file);
}
