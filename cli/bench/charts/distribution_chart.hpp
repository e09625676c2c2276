// How durations are distributed, drawn: a row of bars for each, over one logarithmic axis. Pure.
#pragma once

#include <string>
#include <vector>

namespace lambent::cli::bench {

struct distribution_row {
  std::string label{};
  std::vector<double> ascending{};  // Milliseconds; at least one.
};

// An SVG file. Without rows it has a title only.
[[nodiscard]] std::string distribution_chart(const std::string& title,
                                             const std::vector<distribution_row>& rows);

}  // namespace lambent::cli::bench
