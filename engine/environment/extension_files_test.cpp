#include "engine/environment/extension_files.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::environment;

TEST_CASE("every file of extensions/ is one, executable or not, and folders are none") {
  testing::temp_dir opt;
  CHECK(extension_files("").empty());
  CHECK(extension_files(opt.path.string()).empty());
  std::filesystem::create_directories(opt.path / "extensions" / "folder");
  for (const char* name : {"b", "a"}) std::ofstream(opt.path / "extensions" / name) << "x";
  std::filesystem::create_symlink("nowhere", opt.path / "extensions" / "link");
  CHECK(extension_files(opt.path.string()) == std::vector<std::string>{"a", "b", "link"});
}

TEST_CASE("of more extensions than there may be, one too many is told") {
  testing::temp_dir opt;
  std::filesystem::create_directories(opt.path / "extensions");
  for (int i = 0; i < 20; ++i) std::ofstream(opt.path / "extensions" / std::to_string(i)) << "x";
  CHECK(extension_files(opt.path.string()).size() == 11);
}
