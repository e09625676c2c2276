// A folder for the files of one test, gone with it.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>

namespace lambent::logs {

struct test_folder {
  std::filesystem::path path;
  test_folder() {
    char name[] = "/tmp/lambent-logs-XXXXXX";
    REQUIRE(::mkdtemp(name) != nullptr);
    path = name;
  }
  ~test_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  test_folder(const test_folder&) = delete;
  test_folder& operator=(const test_folder&) = delete;
};

}  // namespace lambent::logs
