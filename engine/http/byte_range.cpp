#include "engine/http/byte_range.hpp"

#include <algorithm>
#include <charconv>

namespace lambent::http {

std::optional<std::uint64_t> read_number(std::string_view text) {
  std::uint64_t number = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || bad != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string byte_range::content_range(std::uint64_t all) const {
  return "bytes " + std::to_string(first) + '-' + std::to_string(first + size - 1) + '/' +
         std::to_string(all);
}

wanted_range read_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!header.starts_with(unit)) return {};
  std::string_view text = header.substr(unit.size());
  auto dash = text.find('-');
  if (dash == std::string_view::npos) return {};
  auto first = read_number(text.substr(0, dash)), last = read_number(text.substr(dash + 1));
  bool open_end = dash + 1 == text.size(), suffix = dash == 0;
  if (suffix) {
    if (!last) return {};
    if (*last == 0 || size == 0) return {.unsatisfiable = true};
    std::uint64_t taken = std::min(*last, size);
    return {.part = byte_range{size - taken, taken}};
  }
  if (!first || (!last && !open_end) || (last && *last < *first)) return {};
  if (*first >= size) return {.unsatisfiable = true};
  std::uint64_t end = open_end ? size : std::min(*last, size - 1) + 1;
  return {.part = byte_range{*first, end - *first}};
}

}  // namespace lambent::http
