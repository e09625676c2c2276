// A template of somebody else's as files in memory: from a folder or a zip. Trusts nothing: names
// stay inside, links and devices are refused, sizes are counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "templates/project.hpp"

namespace lambent::cli {

inline constexpr std::size_t template_files_max = 2'000;
inline constexpr std::uint64_t template_file_bytes_max = 8UL * 1024 * 1024;
inline constexpr std::uint64_t template_bytes_max = 64UL * 1024 * 1024;
// Of a path inside the template, in bytes; and the folders in it.
inline constexpr std::size_t template_path_bytes_max = 1'024;
inline constexpr std::size_t template_depth_max = 32;

using template_files = std::vector<templates::project_file>;

// Sorted by path. Folders called .git are left out.
[[nodiscard]] result<template_files> read_template_folder(const std::filesystem::path& folder);

// The same of an archive. Where all of it is in one folder, as in those that GitHub makes, that
// folder is the template.
[[nodiscard]] result<template_files> read_template_zip(std::string_view archive);

// A path inside a project: relative, with '/', no empty, "." or ".." part, no backslash, no control
// character; no part is ".git".
[[nodiscard]] result<> check_template_path(std::string_view path);

}  // namespace lambent::cli
