// That the drawings are whole, and that nothing leaves them, whatever the figures are.
#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "cli/bench/charts/distribution_chart.hpp"
#include "cli/bench/charts/memory_chart.hpp"

using namespace lambent::cli::bench;

namespace {

// Every value of that attribute.
std::vector<double> values_of(std::string_view svg, std::string_view attribute) {
  std::vector<double> out;
  const std::string wanted = " " + std::string(attribute) + "=\"";
  for (std::size_t at = 0; (at = svg.find(wanted, at)) != std::string_view::npos;) {
    at += wanted.size();
    double value = 0;
    auto [end, wrong] = std::from_chars(svg.data() + at, svg.data() + svg.size(), value);
    REQUIRE(wrong == std::errc{});
    out.push_back(value);
  }
  return out;
}

void check_within(std::string_view svg) {
  for (const char* attribute : {"x1", "x2", "cx", "x"})
    for (double x : values_of(svg, attribute)) CHECK((x >= -14 && x <= 640));
  for (const char* attribute : {"y1", "y2", "cy", "y"})
    for (double y : values_of(svg, attribute)) CHECK((y >= -14 && y <= 500));
  CHECK(svg.find("nan") == std::string_view::npos);
  CHECK(svg.find("inf") == std::string_view::npos);
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t out = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string_view::npos; ++at) ++out;
  return out;
}

}  // namespace

TEST_CASE("a distribution has a bar for each range that has values, and its quantiles in words") {
  const std::string svg =
      distribution_chart("f", {{.label = "Duration", .ascending = {1, 1, 1, 50}}});
  check_within(svg);
  CHECK(count(svg, "lb-fill-first\"/>") == 2);
  CHECK(svg.find("Duration min 1.00,  p50 1.00,  p90 50.00,  p99 50.00,  max 50.00") !=
        std::string::npos);
}

TEST_CASE("a distribution is drawn of values that are all alike, zero or far apart") {
  check_within(distribution_chart("f", {{.label = "a", .ascending = {3}}}));
  check_within(distribution_chart("f", {{.label = "a", .ascending = {0, 0}}}));
  check_within(distribution_chart(
      "f", {{.label = "a", .ascending = {0.001, 900'000}}, {.label = "b", .ascending = {7}}}));
  check_within(distribution_chart("f", {}));
}

TEST_CASE("time and cost have a mark at each size, and the best of each a ring") {
  const std::string svg = memory_chart(
      {.title = "f",
       .points = {{.memory_mb = 128, .ms = 800, .least_ms = 700, .most_ms = 900, .usd = 2},
                  {.memory_mb = 1024, .ms = 100, .least_ms = 90, .most_ms = 120, .usd = 1.9},
                  {.memory_mb = 10'240, .ms = 50, .least_ms = 50, .most_ms = 50, .usd = 9}},
       .cheapest_mb = 1024,
       .fastest_mb = 10'240,
       .balanced_mb = 1024});
  check_within(svg);
  CHECK(count(svg, "<circle") == 8);
  CHECK(count(svg, "lb-ring lb-line-first") == 1);
  CHECK(count(svg, "lb-ring lb-line-second") == 1);
  for (const char* word : {">fastest<", ">cheapest<", ">best balance<"})
    CHECK(count(svg, word) == 1);
}

TEST_CASE("a tuning of one size, or of none, is drawn, too") {
  check_within(memory_chart({.title = "f", .points = {}}));
  check_within(memory_chart(
      {.title = "f",
       .points = {{.memory_mb = 128, .ms = 0.01, .least_ms = 0.01, .most_ms = 0.01, .usd = 0.2}},
       .cheapest_mb = 128,
       .fastest_mb = 128,
       .balanced_mb = 128}));
}
