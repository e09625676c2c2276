// Lines over the runs, labelled at their ends.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "study/report/charts/axis.hpp"
#include "study/report/charts/charts.hpp"
#include "study/report/charts/svg.hpp"
#include "study/report/numbers.hpp"

namespace lambent::study {
namespace {

constexpr double width = 400;  // A phone's, nearly: text stays readable there.
constexpr double height = 388;
constexpr double left = 58;     // Of the plot: tick labels stand before it.
constexpr double top = 56;      // The title and the axis's name stand above.
constexpr double bottom = 322;  // The runs' numbers stand below.
constexpr double label_gap = 22;
constexpr double ring_radius = 8;
constexpr double baseline = 5;  // From a text's middle to its baseline.

std::string line_classes(const row& of) {
  std::string out = fmt::format("lb-line-{}", class_of(of.function->language));
  if (of.published) {
    out += " lb-beside";
  } else if (of.function->role != role::language) {
    out += " lb-variant";
  }
  if (of.emulated) out += " lb-faint";
  return out;
}

std::string marker_classes(const row& of) {
  const std::string_view language = class_of(of.function->language);
  if (of.published || of.emulated || of.function->role != role::language)
    return fmt::format("lb-hollow lb-line-{}", language);
  return fmt::format("lb-fill-{}", language);
}

std::string describe(const std::vector<row>& rows) {
  std::string out = "Durations of each run in milliseconds, as medians: ";
  for (const row& one : rows) {
    if (&one != rows.data()) out += "; ";
    out += label_of(one) + " " + milliseconds(summary_of(one.values)->median);
  }
  return out + ".";
}

}  // namespace

chart line_chart(std::string name, std::string title, const std::vector<row>& rows) {
  std::size_t runs = 1;
  double label_width = 0;
  double least = 1e12;
  double most = 0;
  for (const row& one : rows) {
    runs = std::max(runs, one.values.size());
    label_width = std::max(label_width, text_width(label_of(one)));
    least = std::min(least, std::ranges::min(one.values));
    most = std::max(most, std::ranges::max(one.values));
  }
  const double right = width - label_width - label_gap - 4;
  const axis y = axis::logarithmic(least, most, bottom, top);
  const auto x = [&](std::size_t run) {
    if (runs == 1) return (left + right) / 2;
    const double inset = 14;
    return std::lerp(left + inset, right - 8,
                     static_cast<double>(run) / static_cast<double>(runs - 1));
  };

  svg out(width, height);
  out.text(0, 16, title, "lb-strong");
  out.text(0, 38, "Duration, ms (logarithmic)", "lb-muted");
  for (double tick : y.ticks()) {
    out.line(left, y.at(tick), right, y.at(tick), "lb-grid");
    out.text(left - 8, y.at(tick) + baseline, round_figure(tick), "lb-muted", anchor::end);
  }
  out.line(left, bottom, right, bottom, "lb-axis");
  // Every run has a number where there is room for it.
  const double room_of_number = 26;
  const auto numbers = static_cast<std::size_t>(std::max(1.0, (right - left) / room_of_number));
  const std::size_t every = (runs - 1) / numbers + 1;
  for (std::size_t run = 0; run < runs; run += every)
    out.text(x(run), bottom + line_height + 2, std::to_string(run + 1), "lb-muted", anchor::middle);
  out.text((left + right) / 2, bottom + 2 * line_height + 4, "run", "lb-muted", anchor::middle);

  bool ringed = false;
  std::vector<double> wished;
  for (const row& one : rows) wished.push_back(y.at(one.values.back()));
  const std::vector<double> label_at = spread_labels(wished, line_height, top, bottom);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const row& one = rows[i];
    std::string points;
    for (std::size_t run = 0; run < one.values.size(); ++run)
      points += fmt::format("{:.1f},{:.1f} ", x(run), y.at(one.values[run]));
    out.polyline(points, line_classes(one));
    const std::vector<bool> marks = outliers_of(one.values);
    for (std::size_t run = 0; run < one.values.size(); ++run) {
      out.marker(x(run), y.at(one.values[run]), one.function->language, marker_classes(one));
      if (!marks[run]) continue;
      ringed = true;
      out.circle(x(run), y.at(one.values[run]), ring_radius, line_classes(one) + " lb-ring");
    }
    const double end = x(one.values.size() - 1);
    out.line(end + 7, wished[i], right + label_gap - 5, label_at[i], "lb-leader");
    out.text(right + label_gap, label_at[i] + baseline, label_of(one), "");
  }
  if (ringed) out.text(0, height - 4, "Ringed: far from the other runs of its line.", "lb-muted");
  const std::string description =
      describe(rows) + (ringed ? " Runs far from the others of their line are ringed." : "");
  return {std::move(name), out.inlined(title, description), out.standalone(title, description),
          title + ". " + description};
}

}  // namespace lambent::study
