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

constexpr double width = 480;
constexpr double top = 34;  // The title stands above.
constexpr double row_height = 24;
constexpr double bar_height = 14;
constexpr double group_height = 30;  // Of a heading.
constexpr double below = 46;         // Ticks and the axis's name.
constexpr double baseline = 5;       // From a text's middle to its baseline.
constexpr double gap = 8;
constexpr double range_shown_from = 3;  // A shorter one would be a blot.

std::string bar_classes(const row& of) {
  const std::string_view language = class_of(of.function->language);
  if (!of.published && !of.emulated) return fmt::format("lb-fill-{}", language);
  return fmt::format("lb-fill-{0} lb-line-{0} lb-pale", language);
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
      value_width = std::max(value_width, text_width(values.written(of.median)));
      most = std::max(most, of.max);
    }
  }
  const double left = label_width + gap;
  const axis x = axis::linear(most, left, width - value_width - 2 * gap, 4);
  const double bottom = height - below;

  svg out(width, height);
  out.text(0, 16, title, "lb-strong");
  for (double tick : x.ticks()) {
    out.line(x.at(tick), top, x.at(tick), bottom, tick == 0 ? "lb-axis" : "lb-grid");
    out.text(x.at(tick), bottom + line_height, round_figure(tick), "lb-muted", anchor::middle);
  }
  out.text((left + x.at(x.ticks().back())) / 2, bottom + 2 * line_height, values.unit, "lb-muted",
           anchor::middle);

  std::string description = "Medians: ";
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
      out.rectangle(left, middle - bar_height / 2, std::max(1.0, x.at(of.median) - left),
                    bar_height, bar_classes(one));
      if (x.at(of.max) - x.at(of.min) >= range_shown_from) {
        out.line(x.at(of.min), middle, x.at(of.max), middle, "lb-range");
        for (double end : {of.min, of.max})
          out.line(x.at(end), middle - 3, x.at(end), middle + 3, "lb-range");
      }
      out.text(x.at(of.max) + gap, middle + baseline, values.written(of.median),
               one.published ? "lb-muted" : "");
      description += fmt::format("{} {} {}", &one == group.rows.data() ? "" : ",", label_of(one),
                                 values.written(of.median));
      y += row_height;
    }
    description += ".";
  }
  return {std::move(name), out.inlined(title, description), out.standalone(title, description),
          title + ". " + description};
}

}  // namespace lambent::study
