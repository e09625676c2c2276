// Whole files in, whole files out, with errors that name the path.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/file.hpp"

namespace lambent::cli {

using lambent::read_file;

// Never overwrites: an existing file is an error. Makes the folders above it.
[[nodiscard]] result<> create_file(const std::filesystem::path& path, std::string_view content);

// Puts the content in place in one step: a reader sees the old file or the new one.
[[nodiscard]] result<> replace_file(const std::filesystem::path& path, std::string_view content,
                                    unsigned mode);

}  // namespace lambent::cli
