// Several values of one header as one (RFC 9110 §5.3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lambent::http::detail {

[[nodiscard]] inline std::string comma_list(const std::vector<std::string_view>& values) {
  std::string text;
  for (const std::string_view value : values) {
    if (!text.empty()) text += ", ";
    text += value;
  }
  return text;
}

}  // namespace lambent::http::detail
