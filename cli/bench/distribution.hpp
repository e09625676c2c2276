// What the samples of `bench cold` and `bench warm` come to: as a table, as JSON and as rows of a
// chart. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/bench/charts/distribution_chart.hpp"
#include "cli/bench/sample.hpp"

namespace lambent::cli::bench {

enum class temperature { cold, warm };

struct distribution {
  temperature wanted = temperature::cold;
  subject of{};
  std::size_t asked = 0;  // --runs.
  std::size_t concurrency = 1;
  bool interrupted = false;
  std::vector<sample> counted{};
  // Calls without a report, and those that were cold where warm ones were wanted, or warm where
  // cold ones were.
  std::size_t without_report = 0;
  std::vector<sample> others{};
  std::vector<sample> before{};  // Calls that only warmed the function up.
};

// Tells which of the samples count. `before` is what was called before the first of them.
[[nodiscard]] distribution distribution_of(temperature wanted, subject of,
                                           std::vector<sample> samples,
                                           std::vector<sample> before = {});

[[nodiscard]] std::string as_text(const distribution& of);
// Bars for a terminal: of the init phases of cold starts, of the durations of warm calls.
[[nodiscard]] std::string bars_of(const distribution& of);
// One object on one line.
[[nodiscard]] std::string as_json(const distribution& of);
[[nodiscard]] std::string as_svg(const distribution& of);

}  // namespace lambent::cli::bench
