#include "cli/invoke/spread.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/quantile.hpp"

namespace lambent::cli {
namespace {

// The steps of a decade, from fine to coarse.
const std::vector<std::vector<double>>& scales() {
  static const std::vector<std::vector<double>> all = {
      {1, 1.2, 1.5, 1.8, 2.2, 2.7, 3.3, 3.9, 4.7, 5.6, 6.8, 8.2},
      {1, 1.5, 2, 3, 5, 7},
      {1, 2, 5},
      {1}};
  return all;
}

constexpr std::size_t bars_max = 12;

// The bounds of ranges that cover `low` to `high`; the last is above it.
std::vector<double> bounds(const std::vector<double>& steps, double low, double high) {
  std::vector<double> out;
  for (double decade = std::pow(10, std::floor(std::log10(low))); out.empty() || out.back() <= high;
       decade *= 10)
    for (double step : steps) {
      if (!out.empty() && out.back() > high) break;
      if (step * decade <= low) out.clear();
      out.push_back(step * decade);
    }
  return out;
}

}  // namespace

std::optional<spread> spread_of(std::vector<double>& values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  return spread{values.front(), quantile(values, 0.5), quantile(values, 0.9),
                quantile(values, 0.99), values.back()};
}

std::string figure_text(double value) {
  int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
  return fmt::format("{:.{}f}", value, decimals);
}

std::string spread_heading(std::string_view unit, std::string_view remark) {
  return fmt::format("{:<14}{:>9}{:>9}{:>9}{:>9}{:>9}{}\n", unit, "min", "p50", "p90", "p99", "max",
                     remark);
}

std::string spread_row(std::string_view name, const std::optional<spread>& of,
                       std::string_view remark) {
  std::string out = fmt::format("{:<14}", name);
  if (!of) return out + "-\n";
  for (double each : {of->min, of->p50, of->p90, of->p99, of->max})
    out += fmt::format("{:>9}", figure_text(each));
  return out + (remark.empty() ? "" : "  ") + std::string(remark) + "\n";
}

std::string spread_as_json(const std::optional<spread>& of) {
  if (!of) return "null";
  return fmt::format(R"({{"min":{:.3f},"p50":{:.3f},"p90":{:.3f},"p99":{:.3f},"max":{:.3f}}})",
                     of->min, of->p50, of->p90, of->p99, of->max);
}

std::string histogram(const std::vector<double>& ascending) {
  constexpr double smallest_ms = 0.001;
  constexpr std::size_t bar_columns = 40;
  if (ascending.empty()) return {};
  double low = std::max(ascending.front(), smallest_ms);
  double high = std::max(ascending.back(), low);
  std::vector<double> at;
  for (const std::vector<double>& steps : scales()) {
    at = bounds(steps, low, high);
    if (at.size() - 1 <= bars_max) break;
  }
  std::vector<std::size_t> counts(at.size() - 1);
  for (double each : ascending) {
    auto above = std::ranges::upper_bound(at, std::max(each, low));
    auto range = std::clamp<std::ptrdiff_t>(above - at.begin() - 1, 0,
                                            static_cast<std::ptrdiff_t>(counts.size()) - 1);
    ++counts[static_cast<std::size_t>(range)];
  }
  if (counts.size() < 2) return {};
  std::size_t most = std::ranges::max(counts);
  std::string out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    // The smallest count that is one shows.
    std::size_t columns = (counts[i] * bar_columns + most - 1) / most;
    out += fmt::format("{:>7} to {:>5} ms  {:<40}  {}\n", fmt::format("{:g}", at[i]),
                       fmt::format("{:g}", at[i + 1]), std::string(columns, '#'), counts[i]);
  }
  return out;
}

}  // namespace lambent::cli
