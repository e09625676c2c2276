// Percent-encoding for URLs (RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace lambent {

// Everything but RFC 3986's unreserved characters, and those in `kept`, is escaped.
[[nodiscard]] std::string percent_encode(std::string_view text, std::string_view kept = {});

// Bad escapes stay as they are, and so does a plus.
[[nodiscard]] std::string percent_decode(std::string_view text);

}  // namespace lambent
