#include "cli/new/custom/template_files.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "base/temp_dir.hpp"
#include "base/zip_writer.hpp"

using namespace lambent;
using namespace lambent::cli;
using lambent::testing::temp_dir;
namespace fs = std::filesystem;

namespace {

std::string paths(const result<template_files>& files) {
  if (!files) return "error: " + files.error().what;
  std::string out;
  for (const auto& file : *files)
    out += (out.empty() ? "" : " ") + file.path + (file.executable ? "*" : "");
  return out;
}

std::string unzipped(std::vector<zip_member> entries) {
  auto zip = make_zip(std::move(entries));
  REQUIRE(zip.has_value());
  return paths(read_template_zip(*zip));
}

void put(const fs::path& path, std::string_view content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << content;
}

}  // namespace

TEST_CASE("a folder's files are read with their modes, without .git") {
  temp_dir dir;
  put(dir.path / "src/main.cpp", "int");
  put(dir.path / "run.sh", "#!/bin/sh");
  put(dir.path / ".git/config", "x");
  put(dir.path / "sub/.git", "x");
  put(dir.path / ".gitignore", "x");
  ::chmod((dir.path / "run.sh").c_str(), 0755);
  CHECK(paths(read_template_folder(dir.path)) == ".gitignore run.sh* src/main.cpp");
  CHECK(read_template_folder(dir.path)->back().content == "int");
}

TEST_CASE("links and devices in a folder are refused by name") {
  temp_dir dir;
  fs::create_symlink("/etc/passwd", dir.path / "secret");
  CHECK(paths(read_template_folder(dir.path)) ==
        "error: 'secret' is a symbolic link, which a template cannot have");
  fs::remove(dir.path / "secret");
  REQUIRE(::mkfifo((dir.path / "pipe").c_str(), 0600) == 0);
  CHECK(paths(read_template_folder(dir.path)) == "error: 'pipe' is neither a file nor a folder");
  CHECK(paths(read_template_folder(dir.path / "nowhere")) ==
        "error: read folder " + (dir.path / "nowhere").string() + ": No such file or directory");
}

TEST_CASE("a folder has limits of size, number and depth") {
  temp_dir dir;
  put(dir.path / "huge", "");
  fs::resize_file(dir.path / "huge", template_file_bytes_max + 1);
  CHECK(paths(read_template_folder(dir.path)) == "error: 'huge' is larger than 8388608 bytes");
  fs::remove(dir.path / "huge");

  fs::path deep = dir.path;
  for (std::size_t i = 0; i <= template_depth_max; ++i) deep /= "d";
  put(deep / "file", "");
  CHECK(paths(read_template_folder(dir.path)).ends_with("is more than 32 folders deep"));
  fs::remove_all(dir.path / "d");

  for (std::size_t i = 0; i <= template_files_max; ++i) put(dir.path / std::to_string(i), "");
  CHECK(paths(read_template_folder(dir.path)) == "error: it has more than 2000 files");
}

TEST_CASE("all files together have a limit") {
  temp_dir dir;
  for (int i = 0; i < 9; ++i) {
    put(dir.path / std::to_string(i), "");
    fs::resize_file(dir.path / std::to_string(i), template_file_bytes_max);
  }
  CHECK(paths(read_template_folder(dir.path)) ==
        "error: all its files together are larger than 67108864 bytes");
}

TEST_CASE("a zip's files are read with their modes") {
  CHECK(unzipped({{"src/main.cpp", "int"}, {"run.sh", "x", 0100755}, {"empty/", ""}}) ==
        "run.sh* src/main.cpp");
}

TEST_CASE("the only folder of a zip is the template") {
  CHECK(unzipped({{"name-main/", ""},
                  {"name-main/CMakeLists.txt", "x"},
                  {"name-main/src/a.cpp", "x"}}) == "CMakeLists.txt src/a.cpp");
  CHECK(unzipped({{"a/x", "x"}, {"b/x", "x"}}) == "a/x b/x");
  CHECK(unzipped({{"a/x", "x"}, {"ab/x", "x"}}) == "a/x ab/x");
}

TEST_CASE("a zip cannot write outside, nor bring links") {
  for (const char* name : {"../x", "a/../../x", "/etc/passwd", "a/./x", "a//x"})
    CHECK(unzipped({{name, "x"}}) == "error: '" + std::string(name) + "' leads out of the project");
  CHECK(unzipped({{"a\\b", "x"}}) ==
        "error: 'a\\b' is no path for a file of a template: it has a backslash or a control "
        "character");
  CHECK(unzipped({{".git/hooks/post-checkout", "x"}}).find("'.git' is not a template's") !=
        std::string::npos);
  CHECK(unzipped({{"link", "/etc/passwd", 0120777}}) ==
        "error: 'link' is a symbolic link, which a template cannot have");
  CHECK(unzipped({{"fifo", "", 0010644}}) == "error: 'fifo' is neither a file nor a folder");
}

TEST_CASE("a zip that grows without end is stopped") {
  CHECK(unzipped({{"huge", std::string(template_file_bytes_max + 1, '\0')}}) ==
        "error: 'huge' is larger than 8388608 bytes");
  CHECK(paths(read_template_zip("no zip")).starts_with("error: open the zip: "));
}

TEST_CASE("paths of a template stay inside the project") {
  for (const char* good : {"a", ".github/workflows/x.yml", "a b/c", "a..b", "...", "grün"})
    CHECK(check_template_path(good).has_value());
  for (const std::string& bad :
       {std::string(), std::string("."), std::string("a/.."), std::string("a\nb"),
        std::string("a\x7f"), std::string("x/.git/y"), std::string(2000, 'a')})
    CHECK_FALSE(check_template_path(bad).has_value());
}
