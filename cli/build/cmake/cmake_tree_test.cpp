#include "cli/build/cmake/cmake_tree.hpp"

#include <doctest/doctest.h>

#include <string>

#include "base/files.hpp"
#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli;

namespace {

// A project without a language, which says what it was given in the file `said`, and fails where it
// is told to.
struct project {
  testing::temp_dir dir;
  cmake_tree tree{.project = dir.path / "project",
                  .folder = dir.path / "build",
                  .arguments = {},
                  .output = child_stream::capture};

  project() {
    REQUIRE(
        replace_file(tree.project / "CMakeLists.txt",
                     "cmake_minimum_required(VERSION 3.22)\n"
                     "project(said NONE)\n"
                     "file(WRITE ${CMAKE_BINARY_DIR}/said \"${FIRST},${SECOND},${TOOLCHAIN}\")\n"
                     "if(REFUSED)\n  message(FATAL_ERROR no)\nendif()\n",
                     0644));
  }

  [[nodiscard]] bool configured_with(std::vector<std::string> arguments) {
    tree.arguments = std::move(arguments);
    auto ended = configure(tree);
    REQUIRE(ended);
    return ended->ok();
  }

  [[nodiscard]] std::string said() const {
    return read_file(tree.folder / "said", 1024).value_or("");
  }
};

}  // namespace

TEST_CASE("a build folder needs configuring until it was, and again with other arguments") {
  project shop;
  shop.tree.arguments = {"-DFIRST=1"};
  CHECK(needs_configuring(shop.tree));
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  CHECK_FALSE(needs_configuring(shop.tree));
  shop.tree.arguments = {"-DFIRST=2"};
  CHECK(needs_configuring(shop.tree));
}

TEST_CASE("a variable that the next call does not name is not set any more") {
  project shop;
  REQUIRE(shop.configured_with({"-DFIRST=1", "-DSECOND=2"}));
  CHECK(shop.said() == "1,2,");
  REQUIRE(shop.configured_with({"-DSECOND=2"}));
  CHECK(shop.said() == ",2,");
}

TEST_CASE("after a configuration that failed the arguments of before are configured anew") {
  project shop;
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  REQUIRE_FALSE(shop.configured_with({"-DFIRST=1", "-DSECOND=2", "-DREFUSED=ON"}));
  shop.tree.arguments = {"-DFIRST=1"};
  CHECK(needs_configuring(shop.tree));
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  CHECK(shop.said() == "1,,");
  CHECK_FALSE(needs_configuring(shop.tree));
}

TEST_CASE("a toolchain file that lies elsewhere now, where the old one is gone, is taken") {
  project shop;
  std::filesystem::path before = shop.dir.path / "before.cmake";
  std::filesystem::path after = shop.dir.path / "after.cmake";
  REQUIRE(replace_file(before, "set(TOOLCHAIN before)\n", 0644));
  REQUIRE(replace_file(after, "set(TOOLCHAIN after)\n", 0644));
  REQUIRE(shop.configured_with({"-DCMAKE_TOOLCHAIN_FILE=" + before.string()}));
  CHECK(shop.said() == ",,before");
  std::filesystem::remove(before);
  REQUIRE(shop.configured_with({"-DCMAKE_TOOLCHAIN_FILE=" + after.string()}));
  CHECK(shop.said() == ",,after");
}

TEST_CASE("a folder whose cache was taken away needs configuring") {
  project shop;
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  std::filesystem::remove(shop.tree.folder / "CMakeCache.txt");
  CHECK(needs_configuring(shop.tree));
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  CHECK_FALSE(needs_configuring(shop.tree));
}

TEST_CASE("a copied project does not build the sources that it was copied from") {
  project shop;
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  const std::filesystem::path copied = shop.dir.path / "copied";
  std::filesystem::create_directories(copied);
  std::filesystem::copy(shop.tree.folder, copied / "build",
                        std::filesystem::copy_options::recursive);
  std::filesystem::copy(shop.tree.project, copied / "project");
  shop.tree.project = copied / "project";
  shop.tree.folder = copied / "build";
  CHECK(needs_configuring(shop.tree));
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  const std::string cache = read_file(shop.tree.folder / "CMakeCache.txt", 1 << 20).value_or("");
  CHECK(cache.find("said_SOURCE_DIR:STATIC=" + shop.tree.project.string()) != std::string::npos);
}

TEST_CASE("another environment starts the folder afresh, and its values are not written down") {
  project shop;
  shop.tree.environment = {{"CXXFLAGS", "-DSECRET"}};
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  CHECK_FALSE(needs_configuring(shop.tree));
  CHECK(read_file(shop.tree.folder / "lambent-arguments.txt", 4096)->find("SECRET") ==
        std::string::npos);
  REQUIRE(replace_file(shop.tree.folder / "CMakeFiles" / "old", "", 0644));
  shop.tree.environment.clear();
  CHECK(needs_configuring(shop.tree));
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  CHECK_FALSE(std::filesystem::exists(shop.tree.folder / "CMakeFiles" / "old"));
}

TEST_CASE(
    "a folder that was started afresh and could not be configured is not started afresh again") {
  project shop;
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  shop.tree.environment = {{"CXXFLAGS", "-O1"}};
  REQUIRE_FALSE(shop.configured_with({"-DFIRST=1", "-DREFUSED=ON"}));
  REQUIRE(replace_file(shop.tree.folder / "CMakeFiles" / "mark", "", 0644));
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  CHECK(std::filesystem::exists(shop.tree.folder / "CMakeFiles" / "mark"));
}

TEST_CASE("another compiler starts the folder afresh, and other variables stay") {
  project shop;
  REQUIRE(shop.configured_with({"-DFIRST=1"}));
  REQUIRE(replace_file(shop.tree.folder / "CMakeFiles" / "old", "", 0644));
  REQUIRE(shop.configured_with({"-DFIRST=1", "-DCMAKE_CXX_COMPILER:FILEPATH=/usr/bin/c++"}));
  CHECK_FALSE(std::filesystem::exists(shop.tree.folder / "CMakeFiles" / "old"));
  CHECK(shop.said() == "1,,");
}
