// A CMake project that uses the lambent package: where it is, how it is configured and built. Runs
// cmake; what the build made is not judged here.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "base/process.hpp"

namespace lambent::cli {

// The nearest folder at or above `from` whose CMakeLists.txt calls project().
[[nodiscard]] result<std::filesystem::path> find_project(const std::filesystem::path& from);

// The folder with lambentConfig.cmake that belongs to this program: of its installation, else of
// the source tree it was built from.
[[nodiscard]] result<std::filesystem::path> find_package_dir();

struct cmake_options {
  std::filesystem::path project;
  std::filesystem::path package_dir;
  std::string build_type;
};

// Both leave what cmake and the compiler say on stderr.
[[nodiscard]] result<process_result> configure(const cmake_options& options);
[[nodiscard]] result<process_result> compile(const cmake_options& options);

}  // namespace lambent::cli
