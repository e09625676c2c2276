// The digits of pi as pi-rust/src/digits.rs computes them, step by step, on Boost.Multiprecision's
// cpp_int: beside Rust it shows the language, without GMP and without what pi-cpp does better. Its
// numbers are changed in place, where the published Rust makes new ones.
// https://www.boost.org/libs/multiprecision
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <string>

namespace pi {

/// Digits without end: 3, 1, 4, 1, 5… Each costs a little more than the one before.
class cpp_int_spigot {
public:
  [[nodiscard]] unsigned next();

private:
  using integer = boost::multiprecision::cpp_int;

  unsigned long i_ = 2;
  integer q_ = 1;
  integer r_ = 180;
  integer t_ = 60;
  // Keep their memory from step to step.
  integer numerator_;
  integer denominator_;
};

/// The first `count` digits in ASCII, without the point.
[[nodiscard]] std::string cpp_int_digits(unsigned count);

}  // namespace pi
