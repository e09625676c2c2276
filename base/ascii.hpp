// Letters of ASCII, whatever the locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace lambent {

[[nodiscard]] constexpr char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] constexpr char upper_case(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

[[nodiscard]] inline std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower_case(c);
  return out;
}

[[nodiscard]] inline std::string upper_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = upper_case(c);
  return out;
}

// Whether two texts differ in the case of their letters at most.
[[nodiscard]] constexpr bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower_case(x) == lower_case(y); });
}

// Without the bytes of `blank` at both ends; RFC 9110 calls the usual two optional whitespace.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text,
                                                 std::string_view blank = " \t") {
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// Up to the first line break, for messages; "…" stands for the rest.
[[nodiscard]] inline std::string first_line(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  std::string out(text.substr(0, end));
  if (end != std::string_view::npos) out += "…";
  return out;
}

}  // namespace lambent
