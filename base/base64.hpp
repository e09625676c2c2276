// Base64 as RFC 4648 §4 writes it, with padding. Decoding is strict and fast enough for a 50 MB zip
// in a request body.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambent {

[[nodiscard]] std::string base64_encode(std::string_view bytes);

// Empty when a character is foreign, the padding is wrong or unused bits are set. Missing padding
// is refused; line breaks are too.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);

}  // namespace lambent
