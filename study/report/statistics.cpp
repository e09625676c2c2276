#include "study/report/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace lambent::study {
namespace {

std::vector<double> ascending(std::span<const double> values) {
  std::vector<double> out(values.begin(), values.end());
  std::ranges::sort(out);
  return out;
}

// Between neighbours in proportion, as most tools do it (type 7 of Hyndman and Fan).
double interpolated(const std::vector<double>& sorted, double q) {
  const double rank = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(rank));
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], rank - static_cast<double>(below));
}

// The chances of U = 0, 1, … m·n when both sets are alike. With one more value in a set, the
// largest value of all is in the first with chance m / (m + n), and then beats all n of the second.
std::vector<double> chances_of_u(std::size_t m, std::size_t n) {
  std::vector<std::vector<double>> of_smaller(n + 1, {1.0});  // For m = 0.
  for (std::size_t i = 1; i <= m; ++i) {
    std::vector<std::vector<double>> now(n + 1);
    now[0] = {1.0};
    for (std::size_t j = 1; j <= n; ++j) {
      std::vector<double> chances(i * j + 1, 0.0);
      const double first = static_cast<double>(i) / static_cast<double>(i + j);
      for (std::size_t u = 0; u < of_smaller[j].size(); ++u)
        chances[u + j] += first * of_smaller[j][u];
      for (std::size_t u = 0; u < now[j - 1].size(); ++u) chances[u] += (1 - first) * now[j - 1][u];
      now[j] = std::move(chances);
    }
    of_smaller = std::move(now);
  }
  return of_smaller[n];
}

// How many of the sorted quotients lie outside of the interval at either end, and its confidence.
struct trim {
  std::size_t each_end = 0;
  double confidence = 0;
};

trim trim_for(std::size_t m, std::size_t n) {
  // Beyond, the exact sum takes long, and the normal curve tells the same.
  constexpr std::size_t exact_max = 60;
  if (m > exact_max || n > exact_max) {
    constexpr double quantile_of_95 = 1.959964;
    const auto a = static_cast<double>(m);
    const auto b = static_cast<double>(n);
    const double half = a * b / 2;
    const double spread = std::sqrt(a * b * (a + b + 1) / 12);
    const double outside = std::max(0.0, std::floor(half - quantile_of_95 * spread - 0.5));
    return {static_cast<std::size_t>(outside), wanted_confidence};
  }
  const std::vector<double> chances = chances_of_u(m, n);
  double tail = chances[0];
  trim out{0, 1 - 2 * tail};
  for (std::size_t k = 1; k < chances.size() / 2; ++k) {
    tail += chances[k];
    if (1 - 2 * tail < wanted_confidence) break;
    out = {k, 1 - 2 * tail};
  }
  return out;
}

}  // namespace

std::optional<summary> summary_of(std::span<const double> values) {
  if (values.empty()) return {};
  const std::vector<double> sorted = ascending(values);
  const double sum = std::accumulate(sorted.begin(), sorted.end(), 0.0);
  return summary{.min = sorted.front(),
                 .median = interpolated(sorted, 0.5),
                 .mean = sum / static_cast<double>(sorted.size()),
                 .max = sorted.back()};
}

std::vector<bool> outliers_of(std::span<const double> values) {
  constexpr std::size_t enough = 5;
  constexpr double fence = 1.5;
  constexpr double near = 0.02;
  std::vector<bool> out(values.size(), false);
  if (values.size() < enough) return out;
  const std::vector<double> sorted = ascending(values);
  const double low = interpolated(sorted, 0.25);
  const double high = interpolated(sorted, 0.75);
  const double reach = fence * (high - low);
  const double middle = interpolated(sorted, 0.5);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool outside = values[i] < low - reach || values[i] > high + reach;
    out[i] = outside && std::abs(values[i] - middle) > near * middle;
  }
  return out;
}

std::optional<ratio> ratio_of(std::span<const double> above, std::span<const double> below) {
  const auto positive = [](double value) { return value > 0 && std::isfinite(value); };
  if (above.empty() || below.empty()) return {};
  if (!std::ranges::all_of(above, positive) || !std::ranges::all_of(below, positive)) return {};
  std::vector<double> quotients;
  quotients.reserve(above.size() * below.size());
  for (double a : above)
    for (double b : below) quotients.push_back(a / b);
  std::ranges::sort(quotients);
  const trim ends = trim_for(above.size(), below.size());
  return ratio{.times = interpolated(quotients, 0.5),
               .low = quotients[ends.each_end],
               .high = quotients[quotients.size() - 1 - ends.each_end],
               .confidence = std::max(0.0, ends.confidence)};
}

}  // namespace lambent::study
