#include "digits.hpp"

#include <climits>

namespace pi {

// The factors of a step grow as 270 i²: 64 bits hold them past the 200-millionth digit.
static_assert(sizeof(unsigned long) * CHAR_BIT >= 64, "the spigot's factors need 64-bit words");

// The published recurrence as it stands, with a division of large numbers for each digit and no
// common factor left out, as in Rust.
unsigned cpp_int_spigot::next() {
  const unsigned long i = i_;
  numerator_ = q_ * (27 * i - 12);
  numerator_ += r_ * 5U;
  denominator_ = t_ * 5U;
  numerator_ /= denominator_;
  const auto digit = static_cast<unsigned>(numerator_);

  const unsigned long u = 3 * (3 * i + 1) * (3 * i + 2);
  numerator_ = q_ * (5 * i - 2);
  r_ += numerator_;
  denominator_ = t_ * digit;
  r_ -= denominator_;
  r_ *= 10 * u;
  q_ *= 10 * i * (2 * i - 1);
  t_ *= u;
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
