#include "cli/build/own_command.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "cli/build/platform.hpp"
#include "cli/build/toolchain.hpp"

using namespace lambent;
using namespace lambent::cli;
namespace fs = std::filesystem;

namespace {

void put(const fs::path& file) {
  fs::create_directories(file.parent_path());
  REQUIRE(create_file(file, "x").has_value());
}

std::string value_of(const command_build& build, const std::string& name) {
  for (const auto& [each, value] : variables_of(build))
    if (each == name) return value;
  return "unset";
}

std::string foreign_architecture() { return host_architecture() == "arm64" ? "x86_64" : "arm64"; }

}  // namespace

TEST_CASE("a function is a folder with a bootstrap, with all that lies in it") {
  const testing::temp_dir dir;
  put(dir.path / "orders/bootstrap");
  put(dir.path / "orders/lib/deep/libx.so.1");
  put(dir.path / "notes/readme");
  put(dir.path / "bootstrap");
  put(dir.path / "extensions/watchful");
  auto found = programs_in(dir.path, "arm64");
  REQUIRE(found.has_value());
  REQUIRE(found->size() == 2);
  CHECK(found->at(0).name == "orders");
  CHECK(found->at(0).kind == program_kind::function);
  CHECK(found->at(0).architecture == "arm64");
  CHECK(found->at(0).files == std::vector<std::string>{"bootstrap", "lib/deep/libx.so.1"});
  CHECK(found->at(1).name == "watchful");
  CHECK(found->at(1).kind == program_kind::extension);
}

TEST_CASE("a link is the file that it leads to, and one to a folder is refused") {
  const testing::temp_dir dir;
  put(dir.path / "elsewhere/program");
  put(dir.path / "out/f/data");
  fs::create_symlink(dir.path / "elsewhere/program", dir.path / "out/f/bootstrap");
  auto found = programs_in(dir.path / "out", "x86_64");
  REQUIRE(found.has_value());
  REQUIRE(found->size() == 1);
  CHECK(found->front().files == std::vector<std::string>{"bootstrap", "data"});
  fs::create_directory_symlink(dir.path / "elsewhere", dir.path / "out/f/lib");
  auto refused = programs_in(dir.path / "out", "x86_64");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().what == (dir.path / "out/f/lib").string() + " is no file");
}

TEST_CASE("what the command left nothing in has no programs") {
  const testing::temp_dir dir;
  auto found = programs_in(dir.path, "x86_64");
  REQUIRE(found.has_value());
  CHECK(found->empty());
  CHECK_FALSE(programs_in(dir.path / "missing", "x86_64").has_value());
}

TEST_CASE("the command is told where to build, and for what") {
  ::unsetenv("CXX");
  ::unsetenv("CC");
  command_build build{.command = "make",
                      .project = "/p",
                      .into = "/p/build/out",
                      .architecture = std::string(host_architecture()),
                      .build_type = "Release"};
  CHECK(value_of(build, "LAMBENT_OUTPUT") == "/p/build/out");
  CHECK(value_of(build, "LAMBENT_ARCHITECTURE") == host_architecture());
  CHECK(value_of(build, "LAMBENT_BUILD_TYPE") == "Release");
  CHECK(value_of(build, "CXX") == "unset");
  build.architecture = foreign_architecture();
  const std::string cross = cross_compiler_for(build.architecture).program;
  CHECK(value_of(build, "CXX") == cross);
  CHECK(value_of(build, "CC") == cross.substr(0, cross.size() - 3) + "gcc");
  build.environment = {{"CXX", "clang++"}, {"MODE", "fast"}};
  CHECK(value_of(build, "CXX") == "clang++");
  CHECK(value_of(build, "MODE") == "fast");
  ::setenv("CC", "mine", 1);
  CHECK(value_of(build, "CC") == "unset");
  ::unsetenv("CC");
}

TEST_CASE("what an earlier command left is gone before the next one runs") {
  const testing::temp_dir dir;
  put(dir.path / "out/old/bootstrap");
  const auto ran = [&] {
    return run_build_command({.command = "mkdir -p $LAMBENT_OUTPUT/new && "
                                         "cp program $LAMBENT_OUTPUT/new/bootstrap",
                              .project = dir.path,
                              .into = dir.path / "out",
                              .architecture = "x86_64",
                              .build_type = "Debug",
                              .output = child_stream::capture});
  };
  auto failed = ran();
  REQUIRE(failed.has_value());
  CHECK(failed->exit_code == 1);
  CHECK(failed->err.find("program") != std::string::npos);
  put(dir.path / "program");
  auto fine = ran();
  REQUIRE(fine.has_value());
  CHECK(fine->ok());
  auto found = programs_in(dir.path / "out", "x86_64");
  REQUIRE(found.has_value());
  REQUIRE(found->size() == 1);
  CHECK(found->front().name == "new");
}
