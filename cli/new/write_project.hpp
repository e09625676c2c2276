// Puts a project's files into its folder: all of them or none, and never over a file that exists.
#pragma once

#include <filesystem>
#include <vector>

#include "base/error.hpp"
#include "templates/project.hpp"

namespace lambent::cli {

// The files of `files` that cannot be made because something is there already, as paths below
// `folder`. A folder that is a symbolic link counts: nothing is written through one.
[[nodiscard]] std::vector<std::string> files_in_the_way(
    const std::filesystem::path& folder, const std::vector<templates::project_file>& files);

// Writes them beside the folder first and moves them into place at the end: a folder that is new
// appears whole. When something goes wrong, what was made is removed again.
[[nodiscard]] result<> write_project(const std::filesystem::path& folder,
                                     const std::vector<templates::project_file>& files);

}  // namespace lambent::cli
