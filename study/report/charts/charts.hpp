// The study's charts: durations run by run as lines, and medians as bars.
#pragma once

#include <string>
#include <vector>

#include "study/report/analysis.hpp"
#include "study/report/document.hpp"

namespace lambent::study {

/// A line for each row, over the numbers of the runs, on a logarithmic axis of milliseconds. Each
/// is named at its right end; published ones are dotted with hollow marks, emulated ones pale.
/// Outliers are ringed.
[[nodiscard]] chart line_chart(std::string name, std::string title, const std::vector<row>& rows);

/// Rows of one configuration under one heading.
struct bar_group {
  std::string title{};
  std::vector<row> rows{};
};

/// What the bars are of: the unit on the axis, and how a value is written beside its bar.
struct bar_values {
  std::string unit{};
  std::string (*written)(double) = nullptr;
};

/// A bar for each row as long as its median, with a line from its least to its greatest value, on
/// an axis from zero, which the chart says below. A range is a bar between its ends. Published and
/// emulated ones are pale.
[[nodiscard]] chart bar_chart(std::string name, std::string title, const bar_values& values,
                              const std::vector<bar_group>& groups);

}  // namespace lambent::study
