#include "ascii.hpp"

#include "text.hpp"

namespace lambent::json_text {

namespace {

constexpr unsigned replacement = 0xFFFD;

void append_unit(std::string& out, unsigned unit) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[unit >> shift & 0xFU];
}

// Of a valid sequence of several bytes.
unsigned code_point(std::string_view sequence) noexcept {
  unsigned value = static_cast<unsigned char>(sequence[0]) & (0x7FU >> sequence.size());
  for (const char next : sequence.substr(1)) {
    value = value << 6U | (static_cast<unsigned char>(next) & 0x3FU);
  }
  return value;
}

}  // namespace

std::string ascii(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    std::size_t length = utf8_length(json);
    if (length == 1) {
      out += json.front();
      json.remove_prefix(1);
      continue;
    }
    unsigned value = replacement;
    if (length == 0) {
      length = invalid_length(json);
    } else {
      value = code_point(json.substr(0, length));
    }
    if (value >= 0x10000U) {
      append_unit(out, 0xD800U + ((value - 0x10000U) >> 10U));
      value = 0xDC00U + (value & 0x3FFU);
    }
    append_unit(out, value);
    json.remove_prefix(length);
  }
  return out;
}

}  // namespace lambent::json_text
