#include "engine/logs/position.hpp"

#include <charconv>
#include <cstddef>

namespace lambent::logs {
namespace {

// Widths of the fields, in order: time, group, segment, offset, index.
constexpr std::size_t time_digits = 20, number_digits = 8, offset_digits = 10;
constexpr std::size_t text_digits = time_digits + 2 * number_digits + 2 * offset_digits;

void put(std::string& out, std::uint64_t value, std::size_t digits) {
  char text[20];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  const auto length = static_cast<std::size_t>(end - text);
  if (length < digits) out.append(digits - length, '0');
  out.append(text, length);
}

template <class Number>
bool take(std::string_view& text, std::size_t digits, Number& value) {
  const auto field = text.substr(0, digits);
  text.remove_prefix(digits);
  for (const char c : field)
    if (c < '0' || c > '9') return false;
  return std::from_chars(field.data(), field.data() + field.size(), value).ec == std::errc{};
}

}  // namespace

std::string to_text(const position& at, std::uint32_t group) {
  std::string out;
  out.reserve(text_digits);
  put(out, at.timestamp_ms < 0 ? 0 : static_cast<std::uint64_t>(at.timestamp_ms), time_digits);
  put(out, group, number_digits);
  put(out, at.segment, number_digits);
  put(out, at.offset, offset_digits);
  put(out, at.index, offset_digits);
  return out;
}

std::optional<position> parse_position(std::string_view text) {
  if (text.size() != text_digits) return {};
  position at;
  std::uint32_t group = 0;
  if (!take(text, time_digits, at.timestamp_ms) || !take(text, number_digits, group) ||
      !take(text, number_digits, at.segment) || !take(text, offset_digits, at.offset) ||
      !take(text, offset_digits, at.index))
    return {};
  return at;
}

}  // namespace lambent::logs
