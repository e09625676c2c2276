// Base64, the text form in which Lambda's events carry bytes (RFC 4648 §4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambent {

/// With padding, without line ends.
[[nodiscard]] std::string base64_encode(std::string_view bytes);

/// Padding may be missing; URL-safe letters (- and _) are taken too, since API Gateway's and JWT's
/// parts use them. Empty when `text` holds anything else, or has an impossible length.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);

}  // namespace lambent
