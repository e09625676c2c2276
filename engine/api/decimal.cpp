#include "engine/api/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace lambent::api {

std::string decimal(double number) {
  double size = std::abs(number);
  bool plain = size == 0 || (size >= 1e-3 && size < 1e7);
  char text[64];
  auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  std::string digits(text, std::to_chars(text, text + sizeof text, number, format).ptr);
  std::string exponent;
  if (auto e = digits.find('e'); e != std::string::npos) {
    // "1e-05" is 1.0E-5.
    exponent = digits[e + 1] == '-' ? "E-" : "E";
    std::string_view power = std::string_view(digits).substr(e + 2);
    power.remove_prefix(std::min(power.find_first_not_of('0'), power.size() - 1));
    exponent += power;
    digits.resize(e);
  }
  if (digits.find('.') == std::string::npos) digits += ".0";
  return digits + exponent;
}

}  // namespace lambent::api
