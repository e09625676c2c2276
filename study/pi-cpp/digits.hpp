// The digits of pi, one after the other: the unbounded spigot of the published study, on GMP.
// The recurrence is the published one; the state is changed in place, a digit is estimated from the
// leading bits, and each step cancels what its own factors have in common. No input, no output.
#pragma once

#include <gmp.h>

#include <string>

namespace pi {

/// Digits without end: 3, 1, 4, 1, 5… Each costs a little more than the one before.
class spigot {
public:
  /// An estimated digit counts unless the estimate is within `doubt` of a whole number; the exact
  /// division decides then. 0.5 never trusts the estimate.
  explicit spigot(double doubt = 1e-9);
  ~spigot();
  spigot(const spigot&) = delete;
  spigot& operator=(const spigot&) = delete;

  [[nodiscard]] unsigned next();

private:
  [[nodiscard]] unsigned long digit();
  [[nodiscard]] unsigned long exact_digit();
  void advance(unsigned long digit);

  double doubt_;
  unsigned long i_ = 2;
  mpz_t q_, r_, t_;
  mpz_t numerator_, denominator_;  // of the exact division alone
};

/// The first `count` digits in ASCII, without the point.
[[nodiscard]] std::string spigot_digits(unsigned count);

}  // namespace pi
