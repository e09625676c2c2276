// Writes an uploaded zip as a directory tree, believing nothing the archive says: names stay inside
// the tree, sizes are counted while inflating. Whether a function could run from it is not its
// question.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.hpp"

namespace lambent::store {

enum class unpack_failure : std::uint8_t {
  corrupt,  // Not a zip, a damaged one, or one that no honest tool writes.
  too_big,  // More than limits::unzipped_max_bytes.
  system,   // This machine's fault: disk, permissions.
};

struct unpack_error {
  unpack_failure kind;
  error why;
};

struct unpack_limits {
  std::uint64_t bytes_max;
  std::uint64_t entries_max;
};

// `dir` is an open, empty directory; nothing is written outside it. On failure it is left partly
// filled for the caller to remove. Every file is synced.
[[nodiscard]] std::expected<void, unpack_error> unpack(std::string_view zip, int dir,
                                                       const unpack_limits& limits);

}  // namespace lambent::store
