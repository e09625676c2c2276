// Digits of pi to check what functions answer, by arithmetic that none of them uses: Machin's
// formula in fixed point, without a library of large numbers.
#pragma once

#include <string>

namespace lambent::study {

/// The first `count` digits in ASCII, without the point; at least 1. 10,000 take a tenth of a
/// second, and twice as many four times as long.
[[nodiscard]] std::string known_digits(unsigned count);

}  // namespace lambent::study
