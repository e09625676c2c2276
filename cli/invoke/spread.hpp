// How measured values lie: the least, the middle, the slow ones; as text, JSON and bars. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::cli {

struct spread {
  double min = 0, p50 = 0, p90 = 0, p99 = 0, max = 0;
};
// Nothing of nothing. Sorts.
[[nodiscard]] std::optional<spread> spread_of(std::vector<double>& values);

// Three digits that mean something: "1.25", "12.5", "125".
[[nodiscard]] std::string figure_text(double value);

// Lines of a table: `unit` and the names of the columns, and a row of values below them.
[[nodiscard]] std::string spread_heading(std::string_view unit, std::string_view remark = {});
[[nodiscard]] std::string spread_row(std::string_view name, const std::optional<spread>& of,
                                     std::string_view remark = {});

// An object, or null.
[[nodiscard]] std::string spread_as_json(const std::optional<spread>& of);

// A bar for each range of milliseconds, at most twelve; empty where all lie in one range.
// `ascending`.
[[nodiscard]] std::string histogram(const std::vector<double>& ascending);

}  // namespace lambent::cli
