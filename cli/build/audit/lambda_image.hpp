// What Lambda's images for programs of one's own bring along, and what its processors can do. Facts
// as tables; nothing is decided here.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent::cli {

// A prefix of symbol versions and the highest one that the image has: "GLIBC_", "2.34".
struct version_ceiling {
  std::string_view prefix;
  std::string_view highest;
};

struct lambda_image {
  std::string_view name;  // The runtime's identifier, "provided.al2023".
  std::span<const version_ceiling> versions;
};

constexpr std::string_view newest_image = "provided.al2023";

// "provided.al2023" or "provided.al2".
[[nodiscard]] result<const lambda_image*> find_image(std::string_view name);

// Whether both images have the library: the C library's, the compiler's and C++'s. What else lies
// there is no promise, and differs between the two.
[[nodiscard]] bool image_has_library(std::string_view name);

// The dynamic loader's path for an architecture.
[[nodiscard]] std::string_view loader_of(std::string_view architecture);

// Lambda quotas: unzipped code and layers together; an upload that does not go through S3.
constexpr std::uint64_t unzipped_bytes_max = 250UL * 1024 * 1024;
constexpr std::uint64_t direct_upload_bytes_max = 50UL * 1024 * 1024;

// "Using AVX2 vectorization in Lambda": AVX2 is what every x86_64 processor there has.
constexpr unsigned x86_64_level_max = 3;

}  // namespace lambent::cli
