#include "study/protocol/known_digits.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lambent::study {
namespace {

constexpr std::uint32_t base = 1'000'000'000;  // Nine digits a limb.
constexpr std::size_t digits_per_limb = 9;

// The most significant limb first; the first one is the whole part.
using fixed = std::vector<std::uint32_t>;

// to = from / by, in the limbs from `start` on; those before are zero. `by` is below 2^30, so that
// the remainder times the base stays in 64 bits.
void divide(fixed& to, const fixed& from, std::uint32_t by, std::size_t start) {
  std::uint64_t remainder = 0;
  for (std::size_t i = start; i < from.size(); ++i) {
    const std::uint64_t value = remainder * base + from[i];
    to[i] = static_cast<std::uint32_t>(value / by);
    remainder = value % by;
  }
}

void add(fixed& to, const fixed& what, std::size_t start) {
  std::uint32_t carry = 0;
  for (std::size_t i = to.size(); i-- > 0 && (i >= start || carry != 0);) {
    const std::uint32_t sum = to[i] + (i >= start ? what[i] : 0) + carry;
    carry = sum >= base ? 1 : 0;
    to[i] = carry != 0 ? sum - base : sum;
  }
}

void subtract(fixed& from, const fixed& what, std::size_t start) {
  std::uint32_t borrow = 0;
  for (std::size_t i = from.size(); i-- > 0 && (i >= start || borrow != 0);) {
    const std::uint32_t less = (i >= start ? what[i] : 0) + borrow;
    borrow = from[i] < less ? 1 : 0;
    from[i] = borrow != 0 ? from[i] + base - less : from[i] - less;
  }
}

// sum ± factor · arctan(1/x) = factor/x − factor/3x³ + factor/5x⁵ …
void add_arctan(fixed& sum, std::uint32_t factor, std::uint32_t x, bool positive) {
  fixed power(sum.size(), 0);
  fixed term(sum.size(), 0);
  power[0] = factor;
  divide(power, power, x, 0);
  std::size_t start = 0;
  for (std::uint32_t odd = 1;; odd += 2) {
    while (start < power.size() && power[start] == 0) ++start;
    if (start == power.size()) return;
    divide(term, power, odd, start);
    if ((odd % 4 == 1) == positive) {
      add(sum, term, start);
    } else {
      subtract(sum, term, start);
    }
    divide(power, power, x * x, start);
  }
}

}  // namespace

// Machin 1706: pi = 16 arctan(1/5) − 4 arctan(1/239).
std::string known_digits(unsigned count) {
  constexpr std::size_t guard_limbs = 3;  // Each term is cut off by a unit of the last limb.
  fixed pi(1 + count / digits_per_limb + guard_limbs, 0);
  add_arctan(pi, 16, 5, true);
  add_arctan(pi, 4, 239, false);
  std::string digits = std::to_string(pi.front());
  for (std::size_t i = 1; i < pi.size(); ++i) {
    const std::string limb = std::to_string(pi[i]);
    digits.append(digits_per_limb - limb.size(), '0').append(limb);
  }
  digits.resize(count);
  return digits;
}

}  // namespace lambent::study
