// Time and cost against memory, drawn: two fields above each other, over the same sizes. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lambent::cli::bench {

struct memory_chart_figures {
  struct point {
    unsigned memory_mb = 0;
    double ms = 0;  // The middle one, the least and the greatest.
    double least_ms = 0;
    double most_ms = 0;
    double usd = 0;  // For a million invocations.
  };
  std::string title{};
  std::vector<point> points{};  // By ascending memory.
  std::optional<unsigned> cheapest_mb{};
  std::optional<unsigned> fastest_mb{};
  std::optional<unsigned> balanced_mb{};
};

// An SVG file. Without points it has a title only.
[[nodiscard]] std::string memory_chart(const memory_chart_figures& of);

}  // namespace lambent::cli::bench
