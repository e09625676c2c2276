// Whole files in, with errors that name the path.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace lambent {

// Fails when the file is larger than `bytes_max`. "-" is stdin. A file that is not there has the
// error code ENOENT.
[[nodiscard]] result<std::string> read_file(const std::filesystem::path& path,
                                            std::uint64_t bytes_max);

}  // namespace lambent
