// What is said of a few measured values: the middle, the extremes, and how many times one set is of
// another, with an interval.
//
// Ratios are Hodges and Lehmann's: the median of all quotients of a value of one set and a value of
// the other. Their interval comes from the distribution of Mann and Whitney's U, which is known
// exactly for any number of runs. So nothing is supposed of how durations are distributed, a single
// slow run moves neither far and is never dropped, and the same figures give the same interval
// every time. A bootstrap of five values promises 95 % and covers about 80; Student's t believes in
// a bell curve, which durations with a slow tail are not. Hodges and Lehmann, "Estimates of
// Location Based on Rank Tests" (1963).
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace lambent::study {

struct summary {
  double min = 0;
  double median = 0;  // Between the middle two where they are even in number.
  double mean = 0;
  double max = 0;
};

/// Nothing of nothing.
[[nodiscard]] std::optional<summary> summary_of(std::span<const double> values);

/// For each value whether it lies more than 1.5 times the distance of the quartiles outside of them
/// (Tukey's fences) and more than 2 % off the median: among five values that lie close together,
/// the fences alone would mark what nobody would call far. Of fewer than five values, none does.
[[nodiscard]] std::vector<bool> outliers_of(std::span<const double> values);

struct ratio {
  double times = 1;
  double low = 1;
  double high = 1;
  double confidence =
      0;  // That the interval covers it: 0.968 for 5 against 5, 0.9 for 3 against 3.

  /// Whether the interval is one to build on.
  [[nodiscard]] bool trusted() const;
  /// Whether the interval leaves out 1, and is one to build on: the two differ.
  [[nodiscard]] bool certain() const { return trusted() && (low > 1 || high < 1); }
};

inline constexpr double wanted_confidence = 0.95;
/// What three values against three allow. Below it nothing is told apart: of one value against one
/// the interval is a point and covers nothing.
inline constexpr double least_confidence = 0.9;

inline bool ratio::trusted() const {
  constexpr double rounding = 1e-9;
  return confidence >= least_confidence - rounding;
}

/// How many times `above` is of `below`: 2 where it is twice as large. Where the runs are too few
/// for the wanted confidence, the interval is as wide as they allow and says its own. Nothing where
/// one is empty or has a value that is not above zero.
[[nodiscard]] std::optional<ratio> ratio_of(std::span<const double> above,
                                            std::span<const double> below);

}  // namespace lambent::study
