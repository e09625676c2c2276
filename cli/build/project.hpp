// Where things are: the project that the user stands in, and the package that belongs to this
// program.
#pragma once

#include <filesystem>

#include "base/error.hpp"

namespace lambent::cli {

// The project that `from` lies in. What a command builds is the folder of the nearest lambent.toml,
// where that file has the command in [build] or in a context's; else it is the nearest folder whose
// CMakeLists.txt calls project().
[[nodiscard]] result<std::filesystem::path> find_project(const std::filesystem::path& from);

// The same for a command that such a file need not have: without one it is `from`.
[[nodiscard]] result<std::filesystem::path> find_project_of_command(
    const std::filesystem::path& from);

// The folder with lambentConfig.cmake that belongs to this program: of its installation, else of
// the source tree it was built from.
[[nodiscard]] result<std::filesystem::path> find_package_dir();

}  // namespace lambent::cli
