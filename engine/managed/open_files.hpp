// Files that a function's user may read, whatever this process's mask.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/error.hpp"

namespace lambent::managed {

[[nodiscard]] result<> make_open_dir(const std::filesystem::path& dir);

// Replaces what is there.
[[nodiscard]] result<> write_open_file(const std::filesystem::path& path, std::string_view text);

// What copies may still take; each takes off what it has taken.
struct copy_budget {
  std::uint64_t bytes = 0;
  std::uint64_t files = 0;
};

// A file, or a directory with all that is in it; links in it and Python's compiled files are left
// out.
[[nodiscard]] result<> copy_open(const std::filesystem::path& from, const std::filesystem::path& to,
                                 copy_budget& budget);

}  // namespace lambent::managed
