// Hexadecimal digits, whatever the locale.
#pragma once

#include <string_view>

namespace lambent {

// Of a digit in either case; -1 of anything else.
[[nodiscard]] constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Whether a text has such digits in lower case and nothing else.
[[nodiscard]] constexpr bool is_lower_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace lambent
