#include "cli/new/write_project.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli;
using lambent::testing::temp_dir;
namespace fs = std::filesystem;

namespace {

const std::vector<templates::project_file> files = {
    {"CMakeLists.txt", "project(x)\n"}, {"run.sh", "#!/bin/sh\n", true}, {"src/main.cpp", "int\n"}};

std::string content(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t count(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::recursive_directory_iterator(folder), fs::recursive_directory_iterator()));
}

}  // namespace

TEST_CASE("a folder that is new appears with all files, and nothing is left beside it") {
  temp_dir dir;
  REQUIRE(write_project(dir.path / "a/b/hello/", files).has_value());
  CHECK(content(dir.path / "a/b/hello/src/main.cpp") == "int\n");
  struct stat about{};
  REQUIRE(::stat((dir.path / "a/b/hello/run.sh").c_str(), &about) == 0);
  CHECK((about.st_mode & 0111) == ((about.st_mode & 0444) >> 2));
  CHECK(count(dir.path / "a/b") == 5);
}

TEST_CASE("a folder that exists gets the files beside what it has") {
  temp_dir dir;
  fs::create_directories(dir.path / "src");
  std::ofstream(dir.path / "src/mine.cpp") << "mine";
  CHECK(files_in_the_way(dir.path, files).empty());
  REQUIRE(write_project(dir.path, files).has_value());
  CHECK(content(dir.path / "src/mine.cpp") == "mine");
  CHECK(content(dir.path / "src/main.cpp") == "int\n");
}

TEST_CASE("what is in the way is named, links and files in a folder's place too") {
  temp_dir dir;
  CHECK(files_in_the_way(dir.path / "new", files).empty());
  std::ofstream(dir.path / "run.sh") << "mine";
  fs::create_symlink("/nowhere", dir.path / "CMakeLists.txt");
  fs::create_directory_symlink("/tmp", dir.path / "src");
  CHECK(files_in_the_way(dir.path, files) ==
        std::vector<std::string>{"CMakeLists.txt", "run.sh", "src/main.cpp"});
}

TEST_CASE("when one file cannot be made, those before it are removed again") {
  temp_dir dir;
  fs::create_directories(dir.path / "keep");
  std::ofstream(dir.path / "src") << "a file where a folder must be";
  auto written = write_project(dir.path, files);
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().what.starts_with("create "));
  CHECK(count(dir.path) == 2);
  CHECK(content(dir.path / "src") == "a file where a folder must be");

  // The same where the folder above is a file.
  CHECK_FALSE(write_project(dir.path / "src/hello", files).has_value());
  CHECK(count(dir.path) == 2);
}

TEST_CASE("a file that came in the meantime is not replaced") {
  temp_dir dir;
  std::ofstream(dir.path / "run.sh") << "mine";
  auto written = write_project(dir.path, files);
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().what == "create " + (dir.path / "run.sh").string() + ": File exists");
  CHECK(content(dir.path / "run.sh") == "mine");
  CHECK(count(dir.path) == 1);
}
