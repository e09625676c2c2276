// Reading and writing the store's files with errors that say which file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::logs {

[[nodiscard]] result<fd> open_file(const std::filesystem::path& path, int flags);

// `bytes` bytes from `offset` into `out`, fewer where the file ends.
[[nodiscard]] result<> read_range(const fd& file, std::uint64_t offset, std::size_t bytes,
                                  std::string& out);

}  // namespace lambent::logs
