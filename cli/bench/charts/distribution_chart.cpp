#include "cli/bench/charts/distribution_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/quantile.hpp"
#include "study/report/charts/axis.hpp"
#include "study/report/charts/svg.hpp"
#include "study/report/numbers.hpp"

namespace lambent::cli::bench {
namespace {

using study::anchor;
using study::axis;
using study::svg;

constexpr double width = 640;
constexpr double left = 4;
constexpr double right = width - 24;
constexpr double top = 34;         // The title stands above.
constexpr double row_height = 92;  // Label, bars, and what stands below them.
constexpr double label_height = 24;
constexpr double bars_height = 44;
constexpr double below = 46;  // Ticks and the axis's name.
constexpr std::size_t bars = 88;

struct quantile_mark {
  double q;
  const char* name;
};
constexpr quantile_mark marks[] = {{0.5, "p50"}, {0.9, "p90"}, {0.99, "p99"}};

std::string figures_of(const std::vector<double>& ascending) {
  std::string out = "min " + study::figure(ascending.front());
  for (const quantile_mark& mark : marks)
    out += fmt::format(",  {} {}", mark.name, study::figure(quantile(ascending, mark.q)));
  return out + ",  max " + study::figure(ascending.back());
}

std::string description_of(const std::vector<distribution_row>& rows) {
  std::string out = "In milliseconds: ";
  for (const distribution_row& row : rows) {
    if (&row != rows.data()) out += "; ";
    out += row.label + " " + figures_of(row.ascending);
  }
  return out + ".";
}

// Bars of equal width on the logarithmic axis, the highest as high as the row.
void draw_bars(svg& out, const std::vector<double>& values, const axis& x, double bottom) {
  const double bar_width = (right - left) / bars;
  std::vector<std::size_t> counts(bars);
  for (double value : values) {
    const double place = (x.at(value) - left) / bar_width;
    ++counts[static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(bars - 1)))];
  }
  const auto most = static_cast<double>(std::ranges::max(counts));
  for (std::size_t i = 0; i < bars; ++i) {
    if (counts[i] == 0) continue;
    const double height = bars_height * static_cast<double>(counts[i]) / most;
    out.rectangle(left + bar_width * static_cast<double>(i), bottom - height, bar_width - 1, height,
                  "lb-fill-first");
  }
}

}  // namespace

std::string distribution_chart(const std::string& title,
                               const std::vector<distribution_row>& rows) {
  const double bottom = top + row_height * static_cast<double>(rows.size());
  svg out(width, bottom + below);
  out.text(0, 16, title, "lb-strong");
  if (rows.empty()) return out.standalone(title, "Nothing was measured.");
  double least = rows.front().ascending.front();
  double most = 0;
  for (const distribution_row& row : rows) {
    least = std::min(least, row.ascending.front());
    most = std::max(most, row.ascending.back());
  }
  const axis x = axis::logarithmic(least, most, left, right);
  for (double tick : x.ticks()) {
    out.line(x.at(tick), top, x.at(tick), bottom, "lb-grid");
    out.text(x.at(tick), bottom + study::line_height, study::round_figure(tick), "lb-muted",
             tick == x.ticks().front() ? anchor::start : anchor::middle);
  }
  out.text((left + right) / 2, bottom + 2 * study::line_height, "ms (logarithmic)", "lb-muted",
           anchor::middle);
  double row_top = top;
  for (const distribution_row& row : rows) {
    const double ground = row_top + label_height + bars_height + 8;
    out.text(left, row_top + 18, row.label, "lb-strong");
    out.text(right, row_top + 18, figures_of(row.ascending), "lb-muted", anchor::end);
    draw_bars(out, row.ascending, x, ground);
    out.line(left, ground, right, ground, "lb-axis");
    for (const quantile_mark& mark : marks) {
      const double at = x.at(quantile(row.ascending, mark.q));
      out.line(at, ground, at, ground + 7, "lb-range");
    }
    row_top += row_height;
  }
  return out.standalone(title, description_of(rows));
}

}  // namespace lambent::cli::bench
