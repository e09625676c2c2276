// Quantiles of measured values, by nearest rank: always one of the values, never between two.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace lambent {

// The smallest value that at least `q` (0 to 1) of them do not exceed; 0 where there are none.
// `sorted` ascends.
[[nodiscard]] inline double quantile(std::span<const double> sorted, double q) {
  if (sorted.empty()) return 0;
  // 0.07 * 100 is a little more than 7.
  constexpr double rounding = 1e-9;
  double rank = std::ceil(q * static_cast<double>(sorted.size()) - rounding);
  double last = static_cast<double>(sorted.size());
  return sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, last)) - 1];
}

}  // namespace lambent
