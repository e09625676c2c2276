// Values of one thing measured several times, and what is said of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

#include "base/quantile.hpp"

namespace lambent::bench {

using clock_type = std::chrono::steady_clock;

[[nodiscard]] inline double microseconds(clock_type::duration taken) {
  return std::chrono::duration<double, std::micro>(taken).count();
}

struct series {
  std::vector<double> values;  // Durations in microseconds.

  void add(double value) { values.push_back(value); }
  void add(clock_type::duration taken) { add(microseconds(taken)); }
  void add(const series& other) {
    values.insert(values.end(), other.values.begin(), other.values.end());
  }
  [[nodiscard]] double quantile(double q) const {
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    return lambent::quantile(sorted, q);
  }
  [[nodiscard]] double p50() const { return quantile(0.5); }
  [[nodiscard]] double p99() const { return quantile(0.99); }
  [[nodiscard]] double max() const { return quantile(1); }
  // Half of the distance between the quartiles.
  [[nodiscard]] double half_width() const { return (quantile(0.75) - quantile(0.25)) / 2; }
};

}  // namespace lambent::bench
