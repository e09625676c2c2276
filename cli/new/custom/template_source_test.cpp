#include "cli/new/custom/template_source.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli;

namespace {

std::string parsed(const std::string& text) {
  auto source = parse_template_source(text);
  if (!source) return "error: " + source.error().what;
  std::string out = std::to_string(static_cast<int>(source->kind)) + " " + source->where;
  return source->branch.empty() ? out : out + " @ " + source->branch;
}

std::string git(const std::string& where) {
  return std::to_string(static_cast<int>(source_kind::git)) + " " + where;
}

}  // namespace

TEST_CASE("repositories are known by their URLs and shortcuts") {
  CHECK(parsed("gh:o/n") == git("https://github.com/o/n"));
  CHECK(parsed("gl:o/n") == git("https://gitlab.com/o/n"));
  CHECK(parsed("bb:o/n") == git("https://bitbucket.org/o/n"));
  CHECK(parsed("https://h.example/o/n.git") == git("https://h.example/o/n.git"));
  CHECK(parsed("git@h.example:o/n.git") == git("git@h.example:o/n.git"));
  CHECK(parsed("ssh://git@h.example/o/n") == git("ssh://git@h.example/o/n"));
  CHECK(parsed("file:///srv/n") == git("file:///srv/n"));
}

TEST_CASE("a branch or tag stands behind the repository") {
  CHECK(parsed("gh:o/n/branch/feature/x") == git("https://github.com/o/n @ feature/x"));
  CHECK(parsed("gh:o/n/tag/v1.2") == git("https://github.com/o/n @ v1.2"));
  CHECK(parsed("https://github.com/o/n/tree/main") == git("https://github.com/o/n @ main"));
  CHECK(parsed("gh:o/n/branch/") == git("https://github.com/o/n/branch/"));
}

TEST_CASE("archives come by https alone, except from this machine") {
  std::string zip = std::to_string(static_cast<int>(source_kind::zip_url)) + " ";
  CHECK(parsed("https://h.example/t.zip") == zip + "https://h.example/t.zip");
  CHECK(parsed("http://127.0.0.1:8000/t.zip") == zip + "http://127.0.0.1:8000/t.zip");
  CHECK(parsed("http://h.example/t.zip") ==
        "error: http://h.example/t.zip is not https, so anybody on the way could change it");
  CHECK(parsed("http://127.0.0.1.h.example/n").starts_with("error: "));
  CHECK(parsed("http://h.example/n").starts_with("error: "));
}

TEST_CASE("transports that run programs, and options of git, are no templates") {
  for (const char* bad : {"ext::sh -c id", "git@h::x/y", "-uid:/x", "--upload-pack=x:/y", "x:y"})
    CHECK(parsed(bad) == "error: there is no " + std::string(bad));
}

TEST_CASE("folders and zips are found, other files are not templates") {
  testing::temp_dir dir;
  CHECK(parsed(dir.path.string()) == "0 " + dir.path.string());
  std::string zip = (dir.path / "t.zip").string();
  std::ofstream(zip) << "x";
  CHECK(parsed(zip) == std::to_string(static_cast<int>(source_kind::zip_file)) + " " + zip);
  std::string text = (dir.path / "t.txt").string();
  std::ofstream(text) << "x";
  CHECK(parsed(text) == "error: " + text + " is neither a folder nor a zip");
  CHECK(parsed(text + "x") == "error: there is no " + text + "x");
}

TEST_CASE("what cannot be fetched says why") {
  testing::temp_dir dir;
  std::string nowhere = "file://" + (dir.path / "nowhere").string();
  auto cloned = fetch_template({.kind = source_kind::git, .where = nowhere});
  REQUIRE_FALSE(cloned.has_value());
  CHECK(cloned.error().what.starts_with("template " + nowhere + ": git clone " + nowhere + ": "));
  // Nobody listens on port 1.
  auto fetched =
      fetch_template({.kind = source_kind::zip_url, .where = "http://127.0.0.1:1/t.zip"});
  REQUIRE_FALSE(fetched.has_value());
  CHECK(fetched.error().what.starts_with("template http://127.0.0.1:1/t.zip: GET "));
}
