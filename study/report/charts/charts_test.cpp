#include "study/report/charts/charts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>

#include "study/report/charts/axis.hpp"
#include "study/report/charts/svg.hpp"
#include "study/report/numbers.hpp"
#include "study/report/testing.hpp"

using namespace lambent::study;

namespace {

struct placed {
  double x;
  double y;
  double width;
  std::string_view anchor;
  std::string_view text;

  [[nodiscard]] double left() const {
    return anchor == "end" ? x - width : anchor == "middle" ? x - width / 2 : x;
  }
};

double attribute(std::string_view element, std::string_view name) {
  const std::size_t at = element.find(" " + std::string(name) + "=\"") + name.size() + 3;
  double out = 0;
  std::from_chars(element.data() + at, element.data() + element.size(), out);
  return out;
}

// Every text of a drawing with its place.
std::vector<placed> texts(std::string_view svg) {
  std::vector<placed> out;
  for (std::size_t at = 0; (at = svg.find("<text", at)) != std::string_view::npos; ++at) {
    const std::string_view element = svg.substr(at, svg.find("</text>", at) - at);
    const std::string_view text = element.substr(element.find('>') + 1);
    const std::size_t anchor = element.find("text-anchor=\"") + 13;
    out.push_back({attribute(element, "x"), attribute(element, "y"), text_width(text),
                   element.substr(anchor, element.find('"', anchor) - anchor), text});
  }
  return out;
}

void check_layout(const chart& of) {
  const double width = attribute(of.element, "width");
  const double height = attribute(of.element, "height");
  const std::vector<placed> all = texts(of.element);
  CHECK(all.size() > 4);
  for (const placed& one : all) {
    CAPTURE(one.text);
    CHECK(one.left() >= -1);
    CHECK(one.left() + one.width <= width + 1);
    CHECK(one.y <= height);
    for (const placed& other : all) {
      if (&one == &other) continue;
      CAPTURE(other.text);
      const bool beside = one.left() + one.width <= other.left() + 1 ||
                          other.left() + other.width <= one.left() + 1;
      const bool apart = std::abs(one.y - other.y) >= font_size - 1;
      CHECK((beside || apart));
    }
  }
}

std::vector<row> example_rows(measure what) {
  static const record of = example_record();
  return rows_of(of, *find_config("x86_64"), what);
}

}  // namespace

TEST_CASE("a linear axis begins at zero and has round ticks beyond the greatest value") {
  const axis to_24 = axis::linear(24, 100, 300, 4);
  CHECK(to_24.ticks() == std::vector<double>{0, 10, 20, 30});
  CHECK(to_24.at(0) == 100);
  CHECK(to_24.at(30) == 300);
  CHECK(axis::linear(20, 0, 1, 4).ticks() == std::vector<double>{0, 5, 10, 15, 20});
  CHECK(axis::linear(0, 0, 1).ticks().size() >= 2);
  CHECK(axis::linear(0.003, 0, 1, 4).ticks().back() >= 0.003);
}

TEST_CASE("a logarithmic axis begins below the least and ends above the greatest value") {
  const axis one = axis::logarithmic(870, 24'310, 0, 100);
  CHECK(one.ticks() == std::vector<double>{500, 1'000, 2'000, 5'000, 10'000, 20'000, 50'000});
  CHECK(one.at(500) == 0);
  CHECK(one.at(50'000) == doctest::Approx(100));
  CHECK(one.at(5'000) == doctest::Approx(50));
  CHECK(axis::logarithmic(1'000, 1'000, 0, 1).ticks().size() >= 2);
  const axis of_zero = axis::logarithmic(0, 0, 0, 1);
  CHECK(of_zero.ticks().size() >= 2);
  CHECK(of_zero.at(0) == 0);
  CHECK(axis::logarithmic(0, 1e9, 0, 1).ticks().size() == 13);
  CHECK(axis::logarithmic(0.02, 0.04, 0, 1).ticks().front() <= 0.02);
}

TEST_CASE("labels that would touch are moved apart, others stay") {
  CHECK(spread_labels({10, 50, 90}, 18, 0, 100) == std::vector<double>{10, 50, 90});
  CHECK(spread_labels({50, 50}, 18, 0, 100) == std::vector<double>{41, 59});
  CHECK(spread_labels({52, 50}, 18, 0, 100) == std::vector<double>{60, 42});
  CHECK(spread_labels({0, 0}, 18, 0, 100) == std::vector<double>{0, 18});
  CHECK(spread_labels({100, 99, 98}, 18, 0, 100) == std::vector<double>{100, 82, 64});
  CHECK(spread_labels({}, 18, 0, 100).empty());
  // A group that grows into the next one takes it along.
  const auto moved = spread_labels({50, 50, 50, 75}, 18, 0, 100);
  for (std::size_t i = 1; i < moved.size(); ++i) CHECK(moved[i] - moved[i - 1] >= 18 - 1e-9);
}

TEST_CASE("no texts of a chart overlap or leave it") {
  check_layout(
      line_chart("d", "Duration of each run, x86_64, zip", example_rows(measure::duration)));
  check_layout(bar_chart("m", "Median duration, x86_64", {"ms", figure},
                         {{"x86_64, zip", example_rows(measure::duration)},
                          {"x86_64, image", example_rows(measure::duration)}}));
  check_layout(bar_chart("c", "Median Init Duration, x86_64", {"ms", figure},
                         {{"x86_64, zip", example_rows(measure::cold_start)}}));
  check_layout(bar_chart("m", "Max Memory Used, x86_64", {"MB", whole_figure},
                         {{"x86_64, zip", example_rows(measure::memory)}}));
}

TEST_CASE("lines that lie on each other, and many runs, still have room for every text") {
  std::vector<row> rows;
  for (const function_info& one : functions())
    rows.push_back({.function = &one,
                    .config = find_config("x86_64"),
                    .values = std::vector<double>(200, 100.0)});
  check_layout(line_chart("d", "All alike", rows));
  rows.resize(1);
  rows.front().values = {100};
  check_layout(line_chart("d", "A single run", rows));
}

TEST_CASE("a chart names every line with its median for who cannot see it") {
  const chart one = line_chart("d", "Durations", example_rows(measure::duration));
  CHECK(one.description.contains("Rust, AWS 2022 5,365 ms"));
  CHECK(one.element.contains("<desc>"));
  CHECK(one.file.contains("prefers-color-scheme:dark"));
  CHECK_FALSE(one.element.contains("<style>"));
}

TEST_CASE("an outlier is ringed, and the chart says what rings and lines across bars mean") {
  const chart lines = line_chart("d", "Durations", example_rows(measure::duration));
  CHECK(lines.element.contains("lb-ring"));
  CHECK(lines.element.contains("Ringed: far from the other runs"));
  CHECK(lines.description.contains("are ringed"));
  const chart bars =
      bar_chart("m", "Medians", {"ms", figure}, {{"x86_64, zip", example_rows(measure::duration)}});
  CHECK(bars.element.contains("Line across it: least to greatest."));
  CHECK(bars.description.contains("from the least to the greatest value"));
}

TEST_CASE("a published range has no median") {
  const chart bars = bar_chart("m", "Max Memory Used", {"MB", whole_figure},
                               {{"x86_64, zip", example_rows(measure::memory)}});
  CHECK(bars.description.contains("Rust, AWS 2022 12\u201313 (range)"));
  CHECK_FALSE(bars.element.contains("12.5"));
}

TEST_CASE("a chart's text is readable on a phone of 360 pixels") {
  constexpr double phone = 360 - 2 * 16;
  constexpr double least = 11;
  for (const chart& one :
       {line_chart("d", "Durations", example_rows(measure::duration)),
        bar_chart("m", "Medians", {"ms", figure}, {{"", example_rows(measure::duration)}})})
    CHECK(font_size * phone / attribute(one.element, "width") >= least);
}
