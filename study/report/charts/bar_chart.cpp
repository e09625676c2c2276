// Bars with their values, grouped, the published figures beside ours.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "study/report/charts/axis.hpp"
#include "study/report/charts/charts.hpp"
#include "study/report/charts/svg.hpp"
#include "study/report/numbers.hpp"

namespace lambent::study {
namespace {

constexpr double width = 400;  // A phone's, nearly: text stays readable there.
constexpr double top = 34;     // The title stands above.
constexpr double row_height = 24;
constexpr double bar_height = 14;
constexpr double group_height = 30;  // Of a heading.
constexpr double below = 66;         // Ticks, the axis's name and what the marks mean.
constexpr double tick_room = 56;     // Of a label of a tick.
constexpr double baseline = 5;       // From a text's middle to its baseline.
constexpr double gap = 8;
constexpr double range_shown_from = 3;  // A shorter one would be a blot.

std::string bar_classes(const row& of) {
  const std::string_view language = class_of(of.function->language);
  if (!of.published && !of.emulated) return fmt::format("lb-fill-{}", language);
  return fmt::format("lb-fill-{0} lb-line-{0} lb-pale", language);
}

// A median, or of a range its two ends.
std::string written(const row& one, const bar_values& values) {
  const summary of = *summary_of(one.values);
  if (!one.range) return values.written(of.median);
  return values.written(of.min) + "\u2013" + values.written(of.max);
}

}  // namespace

chart bar_chart(std::string name, std::string title, const bar_values& values,
                const std::vector<bar_group>& groups) {
  double label_width = 0;
  double value_width = 0;
  double most = 0;
  double height = top + below;
  for (const bar_group& group : groups) {
    height += group_height + row_height * static_cast<double>(group.rows.size());
    for (const row& one : group.rows) {
      const summary of = *summary_of(one.values);
      label_width = std::max(label_width, text_width(label_of(one)));
      value_width = std::max(value_width, text_width(written(one, values)));
      most = std::max(most, of.max);
    }
  }
  const double left = label_width + gap;
  const double right = width - value_width - 2 * gap;
  const int ticks = std::clamp(static_cast<int>((right - left) / tick_room), 1, 4);
  const axis x = axis::linear(most, left, right, ticks);
  const double bottom = height - below;

  svg out(width, height);
  out.text(0, 16, title, "lb-strong");
  for (double tick : x.ticks()) {
    out.line(x.at(tick), top, x.at(tick), bottom, tick == 0 ? "lb-axis" : "lb-grid");
    out.text(x.at(tick), bottom + line_height, round_figure(tick), "lb-muted", anchor::middle);
  }
  out.text((left + x.at(x.ticks().back())) / 2, bottom + 2 * line_height, values.unit, "lb-muted",
           anchor::middle);
  out.text(0, bottom + 3 * line_height, "Bar: median. Line across it: least to greatest.",
           "lb-muted");

  std::string description =
      "Each bar is as long as the median; the line across it goes from the least to the greatest "
      "value. Medians: ";
  double y = top;
  for (const bar_group& group : groups) {
    out.text(0, y + group_height - 10, group.title, "lb-strong lb-muted");
    y += group_height;
    description += (&group == groups.data() ? "" : " ") + group.title + ":";
    for (const row& one : group.rows) {
      const summary of = *summary_of(one.values);
      const double middle = y + row_height / 2;
      out.text(left - gap, middle + baseline, label_of(one), one.published ? "lb-muted" : "",
               anchor::end);
      // Of a range nothing is known between its ends.
      const double from = one.range ? x.at(of.min) : left;
      const double to = x.at(one.range ? of.max : of.median);
      out.rectangle(from, middle - bar_height / 2, std::max(1.0, to - from), bar_height,
                    bar_classes(one));
      if (!one.range && x.at(of.max) - x.at(of.min) >= range_shown_from) {
        out.line(x.at(of.min), middle, x.at(of.max), middle, "lb-range");
        for (double end : {of.min, of.max})
          out.line(x.at(end), middle - 3, x.at(end), middle + 3, "lb-range");
      }
      out.text(x.at(of.max) + gap, middle + baseline, written(one, values),
               one.published ? "lb-muted" : "");
      description += fmt::format("{} {} {}{}", &one == group.rows.data() ? "" : ",", label_of(one),
                                 written(one, values), one.range ? " (range)" : "");
      y += row_height;
    }
    description += ".";
  }
  return {std::move(name), out.inlined(title, description), out.standalone(title, description),
          title + ". " + description};
}

}  // namespace lambent::study
