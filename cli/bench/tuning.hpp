// What `bench tune` found: duration and cost of a function at each memory size, and which size is
// the cheapest, the fastest and the best balance. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/bench/sample.hpp"
#include "cli/invoke/spread.hpp"

namespace lambent::cli::bench {

// "128,256": distinct sizes in megabytes, ascending; between Lambda's least and greatest.
[[nodiscard]] result<std::vector<unsigned>> memory_sizes(std::string_view list);

// One memory size.
struct tuned_size {
  unsigned memory_mb = 0;
  std::vector<double> durations_ms{};  // Of warm calls, ascending.
  std::optional<spread> duration_ms{};
  double billed_ms = 0;  // p50.
  double max_memory_mb = 0;
  double usd_per_million = 0;  // Invocations billed as the middle one.
  // Why there are no figures, or what ended the calls; else empty. Figures of the calls before a
  // failure are no reason to choose the size.
  std::string failure{};

  [[nodiscard]] bool suits() const { return duration_ms.has_value() && failure.empty(); }
};

// Of the samples those count that were warm and have a report; `failure` says what ended the calls.
[[nodiscard]] tuned_size size_of(unsigned memory_mb, std::string_view architecture,
                                 const std::vector<sample>& samples, std::string failure);

struct tuning {
  subject of{};          // With its own memory size.
  std::size_t runs = 0;  // Of each size.
  bool interrupted = false;
  std::vector<tuned_size> sizes{};  // Ascending.
};

// Places in `sizes`; nothing where no size suits. Of equal ones the smallest size.
struct verdict {
  std::optional<std::size_t> cheapest{};
  std::optional<std::size_t> fastest{};
  // Least of the sum of both, each in parts of the greatest.
  std::optional<std::size_t> balanced{};
};
[[nodiscard]] verdict verdict_on(const tuning& what);

[[nodiscard]] std::string as_text(const tuning& of);
// One object on one line.
[[nodiscard]] std::string as_json(const tuning& of);
[[nodiscard]] std::string as_svg(const tuning& of);

}  // namespace lambent::cli::bench
