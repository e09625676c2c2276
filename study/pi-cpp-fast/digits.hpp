// The digits of pi as fast as GMP gives them: the Chudnovskys' series, 14 digits a term, summed by
// binary splitting. Not a spigot: the number of digits must be known beforehand.
// Haible and Papanikolaou, "Fast multiprecision evaluation of series of rational numbers" (1998).
#pragma once

#include <string>

namespace pi {

/// The first `count` digits in ASCII, without the point. At least 1.
[[nodiscard]] std::string chudnovsky_digits(unsigned count);

}  // namespace pi
