// What may be the name of a header or a method (RFC 9110 §5.6.2).
#pragma once

#include <algorithm>
#include <string_view>

#include "base/ascii.hpp"

namespace lambent::http {

[[nodiscard]] constexpr bool is_token(std::string_view text) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (lower_case(c) >= 'a' && lower_case(c) <= 'z') ||
           others.find(c) != std::string_view::npos;
  });
}

}  // namespace lambent::http
