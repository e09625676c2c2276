#include "cli/bench/charts/memory_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "study/report/charts/axis.hpp"
#include "study/report/charts/svg.hpp"
#include "study/report/numbers.hpp"

namespace lambent::cli::bench {
namespace {

using study::anchor;
using study::axis;
using study::svg;
using point = memory_chart_figures::point;

constexpr double width = 640;
constexpr double left = 66;  // Tick labels stand before it.
constexpr double right = width - 34;
constexpr double first_top = 68;  // The title, a line for what is marked, and the field's name.
constexpr double field_height = 168;
constexpr double between = 50;
constexpr double second_top = first_top + field_height + between;
constexpr double below = 46;
constexpr double baseline = 5;  // From a text's middle to its baseline.
constexpr double radius = 4.5;
constexpr double ring = 8.5;
constexpr std::string_view time_field = "Duration p50, ms";

// Sizes double, so their places are those of their logarithms.
double place_of(unsigned memory_mb, const std::vector<point>& points) {
  const double low = std::log2(points.front().memory_mb);
  const double high = std::log2(points.back().memory_mb);
  constexpr double inset = 18;
  if (high <= low) return (left + right) / 2;
  return std::lerp(left + inset, right - inset, (std::log2(memory_mb) - low) / (high - low));
}

// One of the two fields.
struct field {
  std::string_view name;
  std::string_view kind;  // Ends the names of its classes.
  double top = 0;
  double (*value)(const point&) = nullptr;
  std::string (*tick)(double) = nullptr;
  std::optional<unsigned> best_mb{};
  std::string_view best{};
};

void draw_field(svg& out, const field& one, const std::vector<point>& points, double most) {
  const double bottom = one.top + field_height;
  const axis y = axis::linear(most, bottom, one.top, 4);
  out.text(0, one.top - 14, one.name, "lb-muted");
  for (double tick : y.ticks()) {
    out.line(left, y.at(tick), right, y.at(tick), tick == 0 ? "lb-axis" : "lb-grid");
    out.text(left - 8, y.at(tick) + baseline, one.tick(tick), "lb-muted", anchor::end);
  }
  std::string line;
  for (const point& each : points)
    line += fmt::format("{:.1f},{:.1f} ", place_of(each.memory_mb, points), y.at(one.value(each)));
  out.polyline(line, fmt::format("lb-line-{}", one.kind));
  for (const point& each : points) {
    const double x = place_of(each.memory_mb, points);
    const double at = y.at(one.value(each));
    out.circle(x, at, radius, fmt::format("lb-fill-{}", one.kind));
    if (one.best_mb != each.memory_mb) continue;
    out.circle(x, at, ring, fmt::format("lb-ring lb-line-{}", one.kind));
    // Above the line, and within the field.
    const double half = study::text_width(one.best) / 2;
    out.text(std::clamp(x, left + half, right - half), at - ring - 6, one.best, "lb-strong",
             anchor::middle);
  }
}

// From the least to the greatest duration of each size.
void draw_ranges(svg& out, const std::vector<point>& points, double most) {
  const axis y = axis::linear(most, first_top + field_height, first_top, 4);
  for (const point& each : points) {
    const double x = place_of(each.memory_mb, points);
    out.line(x, y.at(each.least_ms), x, y.at(each.most_ms), "lb-range");
  }
}

void draw_sizes(svg& out, const std::vector<point>& points, double bottom) {
  double free_from = 0;
  for (const point& each : points) {
    const std::string text = std::to_string(each.memory_mb);
    const double x = place_of(each.memory_mb, points);
    const double half = study::text_width(text) / 2;
    if (x - half < free_from) continue;
    out.text(x, bottom + study::line_height, text, "lb-muted", anchor::middle);
    free_from = x + half + 6;
  }
  out.text((left + right) / 2, bottom + 2 * study::line_height, "memory, MB (logarithmic)",
           "lb-muted", anchor::middle);
}

// A line through each field, named above the first one, and never through a field's name.
void draw_balance(svg& out, double x) {
  constexpr std::string_view words = "best balance";
  constexpr double words_at = 38;
  const double half = study::text_width(words) / 2;
  for (double top : {first_top, second_top}) out.line(x, top, x, top + field_height, "lb-leader");
  out.text(std::clamp(x, half, right - half), words_at, words, "lb-strong", anchor::middle);
  const bool free = x > study::text_width(time_field) + 4;
  if (free) out.line(x, words_at + 6, x, first_top, "lb-leader");
}

std::string description_of(const std::vector<point>& points) {
  std::string out = "Duration and cost of a million invocations: ";
  for (const point& each : points) {
    if (&each != points.data()) out += "; ";
    out += fmt::format("{} MB {}, {}", each.memory_mb, study::milliseconds(each.ms),
                       study::dollars(each.usd));
  }
  return out + ".";
}

}  // namespace

std::string memory_chart(const memory_chart_figures& of) {
  const double bottom = second_top + field_height;
  svg out(width, bottom + below);
  out.text(0, 16, of.title, "lb-strong");
  if (of.points.empty()) return out.standalone(of.title, "Nothing was measured.");
  double most_ms = 0;
  double most_usd = 0;
  for (const point& each : of.points) {
    most_ms = std::max(most_ms, each.most_ms);
    most_usd = std::max(most_usd, each.usd);
  }
  if (of.balanced_mb) draw_balance(out, place_of(*of.balanced_mb, of.points));
  draw_ranges(out, of.points, most_ms);
  draw_field(out,
             {.name = time_field,
              .kind = "first",
              .top = first_top,
              .value = [](const point& p) { return p.ms; },
              .tick = study::round_figure,
              .best_mb = of.fastest_mb,
              .best = "fastest"},
             of.points, most_ms);
  draw_field(out,
             {.name = "Cost of a million, USD",
              .kind = "second",
              .top = second_top,
              .value = [](const point& p) { return p.usd; },
              .tick = study::round_figure,
              .best_mb = of.cheapest_mb,
              .best = "cheapest"},
             of.points, most_usd);
  draw_sizes(out, of.points, bottom);
  return out.standalone(of.title, description_of(of.points));
}

}  // namespace lambent::cli::bench
