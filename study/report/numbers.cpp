#include "study/report/numbers.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace lambent::study {
namespace {

std::string with_thousands(double value) {
  std::string digits = fmt::format("{:.0f}", value);
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

// Fewer decimals the larger it is.
std::string scaled(double value, double no_decimals_from, double one_decimal_from) {
  const double size = std::abs(value);
  if (size >= no_decimals_from) return with_thousands(value);
  return fmt::format("{:.{}f}", value, size >= one_decimal_from ? 1 : 2);
}

}  // namespace

std::string figure(double value) { return scaled(value, 999.95, 99.995); }

std::string round_figure(double value) {
  return std::abs(value) >= 999.5 ? with_thousands(value) : fmt::format("{:g}", value);
}

std::string milliseconds(double value) { return figure(value) + " ms"; }

std::string whole_figure(double value) {
  return value == std::floor(value) ? with_thousands(value) : fmt::format("{:.1f}", value);
}

std::string megabytes(double value) { return whole_figure(value) + " MB"; }

std::string times(double value) { return scaled(value, 99.95, 9.995); }

std::string percent(double share) {
  const double of_100 = share * 100;
  const bool whole = std::abs(of_100 - std::round(of_100)) < 0.05;
  return fmt::format("{:.{}f} %", of_100, whole ? 0 : 1);
}

std::string dollars(double value) { return fmt::format("${:.2f}", value); }

std::string with_interval(const ratio& of) {
  return fmt::format("{} ({} to {})", times(of.times), times(of.low), times(of.high));
}

std::string count_word(std::size_t count) {
  constexpr std::array words = {"no",    "one",   "two",  "three", "four",   "five",  "six",
                                "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  return count < words.size() ? words.at(count) : std::to_string(count);
}

}  // namespace lambent::study
