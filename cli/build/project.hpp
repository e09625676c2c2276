// Where things are: the project that the user stands in, and the package that belongs to this
// program.
#pragma once

#include <filesystem>

#include "base/error.hpp"

namespace lambent::cli {

// The nearest folder at or above `from` whose CMakeLists.txt calls project(); where there is none,
// that of the nearest lambent.toml, whose project another tool builds.
[[nodiscard]] result<std::filesystem::path> find_project(const std::filesystem::path& from);

// The folder with lambentConfig.cmake that belongs to this program: of its installation, else of
// the source tree it was built from.
[[nodiscard]] result<std::filesystem::path> find_package_dir();

}  // namespace lambent::cli
