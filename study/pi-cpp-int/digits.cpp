#include "digits.hpp"

#include <climits>

namespace pi {

// The factors of a step grow as 270 i²: 64 bits hold them past the 200-millionth digit.
static_assert(sizeof(unsigned long) * CHAR_BIT >= 64, "the spigot's factors need 64-bit words");

// The published recurrence as it stands, the same as Rust's line by line: a division of large
// numbers for each digit, no common factor left out. What is done better here is done by the
// language and its library.
unsigned cpp_int_spigot::next() {
  const unsigned long i = i_;
  const integer quotient = (q_ * (27 * i - 12) + r_ * 5U) / (t_ * 5U);
  const auto digit = static_cast<unsigned>(quotient);
  const unsigned long u = 3 * (3 * i + 1) * (3 * i + 2);
  r_ = (q_ * (5 * i - 2) + r_ - t_ * digit) * 10U * u;
  q_ = q_ * 10U * (i * (2 * i - 1));
  t_ = t_ * u;
  ++i_;
  return digit;
}

std::string cpp_int_digits(unsigned count) {
  std::string digits;
  digits.reserve(count);
  cpp_int_spigot next_digits;
  while (digits.size() < count) digits += static_cast<char>('0' + next_digits.next());
  return digits;
}

}  // namespace pi
