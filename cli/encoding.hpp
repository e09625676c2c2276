// SHA-256 as AWS shows it, base64, percent-encoding: the few encodings that the commands need.
#pragma once

#include <string>
#include <string_view>

namespace lambent::cli {

// Base64 of the SHA-256: what Lambda calls CodeSha256.
[[nodiscard]] std::string code_sha256(std::string_view bytes);

// Empty when the text is not base64.
[[nodiscard]] std::string decode_base64(std::string_view text);

// Everything but RFC 3986's unreserved characters is escaped.
[[nodiscard]] std::string percent_encode(std::string_view text);

}  // namespace lambent::cli
