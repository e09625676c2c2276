// Whole files in, whole files out, with errors that name the path.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent {

// Fails when the file is larger than `bytes_max`. "-" is stdin. A file that is not there has the
// error code ENOENT.
[[nodiscard]] result<std::string> read_file(const std::filesystem::path& path,
                                            std::uint64_t bytes_max);

// So many bytes of an open file from `offset` on, in pieces of at most 1 MiB; an error of `to` ends
// it. Fails when the file ends before. Where the file is read otherwise stays as it is.
[[nodiscard]] result<> read_pieces(int file, std::uint64_t offset, std::uint64_t size,
                                   const std::function<result<>(std::string_view)>& to);

// All of it, however many writes that takes. The error says "write" and the system's reason.
[[nodiscard]] result<> write_all(int file, std::string_view bytes);

// Never overwrites: an existing file is an error. Makes the folders above it.
[[nodiscard]] result<> create_file(const std::filesystem::path& path, std::string_view content);

// Puts the content in place in one step: a reader sees the old file or the new one.
[[nodiscard]] result<> replace_file(const std::filesystem::path& path, std::string_view content,
                                    unsigned mode);

}  // namespace lambent
