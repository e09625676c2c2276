// The image that is measured with: as many files, and as compressible ones, as a Linux distribution
// with a language's packages on it. The same bytes each time.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/error.hpp"

namespace lambent::bench {

struct sample_size {
  std::uint64_t bytes = 0;  // Of all files.
  std::size_t files = 0;    // Small ones; a few large ones have half of the bytes.
};

// Writes an image of three layers as an OCI layout, tagged "sample"; the last one has `program`,
// which is its entry point.
[[nodiscard]] result<> write_sample(const std::filesystem::path& layout, const sample_size& size,
                                    const std::filesystem::path& program);

}  // namespace lambent::bench
