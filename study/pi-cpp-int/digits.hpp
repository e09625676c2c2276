// The digits of pi as pi-cpp/digits.hpp computes them, on Boost.Multiprecision's cpp_int: what the
// library of large numbers contributes shows beside it. https://www.boost.org/libs/multiprecision
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <string>

namespace pi {

/// Digits without end: 3, 1, 4, 1, 5… Each costs a little more than the one before.
class cpp_int_spigot {
public:
  /// An estimated digit counts unless the estimate is within `doubt` of a whole number; the exact
  /// division decides then. 0.5 never trusts the estimate.
  explicit cpp_int_spigot(double doubt = 1e-9) : doubt_(doubt) {}

  [[nodiscard]] unsigned next();

private:
  using integer = boost::multiprecision::cpp_int;

  [[nodiscard]] unsigned long digit();
  [[nodiscard]] unsigned long exact_digit() const;
  void advance(unsigned long digit);

  double doubt_;
  unsigned long i_ = 2;
  integer q_ = 1;
  integer r_ = 180;
  integer t_ = 60;
  integer product_;  // Keeps its memory from step to step.
};

/// The first `count` digits in ASCII, without the point.
[[nodiscard]] std::string cpp_int_digits(unsigned count);

}  // namespace pi
