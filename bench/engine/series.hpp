// Measured times, and what is said of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace lambent::bench {

using clock_type = std::chrono::steady_clock;

struct series {
  std::vector<double> microseconds;

  void add(clock_type::duration taken) {
    microseconds.push_back(std::chrono::duration<double, std::micro>(taken).count());
  }
  void add(const series& other) {
    microseconds.insert(microseconds.end(), other.microseconds.begin(), other.microseconds.end());
  }
  [[nodiscard]] double quantile(double q) const {
    if (microseconds.empty()) return 0;
    std::vector<double> sorted = microseconds;
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
  }
  [[nodiscard]] double p50() const { return quantile(0.5); }
  [[nodiscard]] double p99() const { return quantile(0.99); }
  [[nodiscard]] double max() const { return quantile(1); }
};

}  // namespace lambent::bench
