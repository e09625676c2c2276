// SHA-256 of bytes held in memory. Files are hashed by whoever maps or reads them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace lambent {

using sha256_digest = std::array<std::uint8_t, 32>;

[[nodiscard]] sha256_digest sha256(std::string_view bytes);

[[nodiscard]] std::string to_hex(const sha256_digest& digest);  // 64 lower-case digits.

// Base64 of the digest: what Lambda calls CodeSha256.
[[nodiscard]] std::string base64_of_sha256(std::string_view bytes);

}  // namespace lambent
