// The digits of pi by the family of transformations that the published spigot takes one by one,
// composed in blocks: many short products instead of one long one for each digit. Each block is as
// long as all before it together, so that products are of numbers of like sizes, where GMP is
// quickest. Still a stream: the state after each block is all that the digits to come need.
// Gibbons, "Unbounded Spigot Algorithms for the Digits of Pi" (2006), section 6.
#pragma once

#include <gmp.h>

#include <string>

namespace pi {

/// Digits without end, a block of them at a time. Exact: a digit leaves only when no rest of the
/// series could change it.
class batched_spigot {
public:
  /// So many terms of the series are composed before the first digits are taken; at least 1.
  explicit batched_spigot(unsigned first_block = 64);
  ~batched_spigot();
  batched_spigot(const batched_spigot&) = delete;
  batched_spigot& operator=(const batched_spigot&) = delete;

  /// Appends the next digits to `digits`, in ASCII: those that are certain after one more block,
  /// but no more than `most`. May append none.
  void next_block(std::string& digits, unsigned most);

private:
  void advance(unsigned long count);
  [[nodiscard]] unsigned certain_digits();

  unsigned long next_terms_;
  unsigned long i_ = 2;
  // pi / 10^(digits taken) is (q·z + r) / t, where z is what the terms from i on add up to.
  mpz_t q_, r_, t_;
  mpz_t doubt_;  // What the bounds of z leave open, times t.
  mpz_t scale_, quotient_;
};

/// The first `count` digits in ASCII, without the point.
[[nodiscard]] std::string batched_digits(unsigned count);

}  // namespace pi
