// Percent-encoding for URLs (RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace lambent::cli {

// Everything but RFC 3986's unreserved characters is escaped.
[[nodiscard]] std::string percent_encode(std::string_view text);

}  // namespace lambent::cli
