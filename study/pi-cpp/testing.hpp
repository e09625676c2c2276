// Known digits of pi for tests: Machin's formula, which shares nothing with what is tested but GMP,
// and a digest of the first 10,000 digits.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pi {

/// SHA-256, in hexadecimal, of the first 10,000 digits as ASCII characters without the point.
inline constexpr std::string_view digest_of_10_000_digits =
    "2a32257c1b63c17b152835a29b8f832c1beb4d04d1594e18632104cf29243309";

/// "31415…": exact for as many digits as any test asks for.
[[nodiscard]] std::string machin(std::size_t count);

}  // namespace pi
