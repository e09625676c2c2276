#include "cli/bench/distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/json_string.hpp"
#include "cli/invoke/spread.hpp"

namespace lambent::cli::bench {
namespace {

// A figure that a sample may have.
struct metric {
  std::string_view name;   // In the table.
  std::string_view json;   // In JSON.
  std::string_view label;  // In the chart; empty: not drawn.
  std::optional<double> (*of)(const sample&);
};

constexpr metric metrics[] = {
    {"init, ms", "initMs", "Init Duration", [](const sample& s) { return s.report->init_ms; }},
    {"duration, ms", "durationMs", "Duration",
     [](const sample& s) { return std::optional(s.report->duration_ms); }},
    {"billed, ms", "billedMs", "Billed Duration",
     [](const sample& s) { return s.report->billed_ms; }},
    {"client, ms", "clientMs", "Client",
     [](const sample& s) { return std::optional(s.client_ms); }},
    {"memory, MB", "maxMemoryMb", "", [](const sample& s) { return s.report->max_memory_mb; }}};

std::vector<double> values_of(const metric& what, const std::vector<sample>& in) {
  std::vector<double> out;
  for (const sample& each : in)
    if (auto value = what.of(each)) out.push_back(*value);
  return out;
}

std::string_view noun(temperature what) {
  return what == temperature::cold ? "cold start" : "warm call";
}

std::string counted_noun(std::size_t count, temperature what) {
  return fmt::format("{} {}{}", count, noun(what), count == 1 ? "" : "s");
}

// How far apart the values are, of the middle one.
std::string spread_text(const std::optional<spread>& of) {
  if (!of || of->p50 <= 0) return "-";
  constexpr double percent = 100;
  return fmt::format("{:.0f} %", percent * (of->max - of->min) / of->p50);
}

std::string json_or_null(const std::optional<double>& value) {
  return value ? fmt::format("{:.3f}", *value) : "null";
}

std::string samples_as_json(const std::vector<sample>& samples) {
  std::string out;
  for (const sample& each : samples) {
    out +=
        fmt::format(R"({}{{"requestId":{})", out.empty() ? "" : ",", json_string(each.request_id));
    for (const metric& one : metrics)
      out += fmt::format(R"(,"{}":{})", one.json, json_or_null(one.of(each)));
    out += "}";
  }
  return "[" + out + "]";
}

std::string title_of(const distribution& of) {
  std::string out =
      fmt::format("{}: {}, {}, {} MB", of.of.name, counted_noun(of.counted.size(), of.wanted),
                  of.of.architecture, of.of.memory_mb);
  if (of.concurrency > 1) out += fmt::format(", {} at a time", of.concurrency);
  return out;
}

std::string remarks_on(const distribution& of) {
  std::string out;
  if (of.counted.size() + of.others.size() + of.without_report < of.asked)
    out += fmt::format("{} were asked for\n", of.asked);
  std::size_t cold = 0;
  for (const sample& each : of.before) cold += each.cold() ? 1U : 0U;
  if (!of.before.empty())
    out += fmt::format("not counted: {} before the others{}\n",
                       of.before.size() == 1 ? "1 call" : fmt::format("{} calls", of.before.size()),
                       cold == 0                  ? ", warm"
                       : cold == of.before.size() ? ", cold"
                                                  : fmt::format(", {} of them cold", cold));
  if (!of.others.empty())
    out += fmt::format(
        "not counted: {}, {}\n",
        counted_noun(of.others.size(),
                     of.wanted == temperature::cold ? temperature::warm : temperature::cold),
        of.wanted == temperature::cold ? "which met an environment that was there already"
                                       : "for which there was no environment");
  if (of.without_report > 0)
    out += fmt::format("not counted: {} without a report in CloudWatch Logs\n", of.without_report);
  return out;
}

}  // namespace

distribution distribution_of(temperature wanted, subject of, std::vector<sample> samples,
                             std::vector<sample> before) {
  distribution out{.wanted = wanted, .of = std::move(of), .before = std::move(before)};
  for (sample& each : samples) {
    if (!each.report)
      ++out.without_report;
    else if (each.cold() == (wanted == temperature::cold))
      out.counted.push_back(std::move(each));
    else
      out.others.push_back(std::move(each));
  }
  return out;
}

std::string as_text(const distribution& of) {
  std::string out = title_of(of) + "\n";
  if (!of.of.emulated.empty())
    out += fmt::format("emulated: {}; these times say nothing of Lambda's\n", of.of.emulated);
  out += remarks_on(of);
  out += "\n" + spread_heading("", "  spread");
  for (const metric& one : metrics) {
    std::vector<double> values = values_of(one, of.counted);
    const std::optional<spread> found = spread_of(values);
    if (!found && one.json == "initMs") continue;  // No warm call has one.
    out += spread_row(one.name, found, spread_text(found));
  }
  return out;
}

std::string bars_of(const distribution& of) {
  const metric& shown = metrics[of.wanted == temperature::cold ? 0 : 1];
  std::vector<double> values = values_of(shown, of.counted);
  std::ranges::sort(values);
  const std::string bars = histogram(values);
  return bars.empty() ? bars : fmt::format("{}\n{}", shown.label, bars);
}

std::string as_json(const distribution& of) {
  std::string spreads;
  for (const metric& one : metrics) {
    std::vector<double> values = values_of(one, of.counted);
    spreads += fmt::format(R"(,"{}":{})", one.json, spread_as_json(spread_of(values)));
  }
  return fmt::format(
      R"({{"function":{},"wanted":"{}","architecture":{},"memoryMb":{},"emulated":{},)"
      R"("asked":{},"counted":{},"notCounted":{},"withoutReport":{},"concurrency":{},)"
      R"("interrupted":{}{},"samples":{}}})"
      "\n",
      json_string(of.of.name), of.wanted == temperature::cold ? "cold" : "warm",
      json_string(of.of.architecture), of.of.memory_mb,
      of.of.emulated.empty() ? "null" : json_string(of.of.emulated), of.asked, of.counted.size(),
      of.others.size() + of.before.size(), of.without_report, of.concurrency, of.interrupted,
      spreads, samples_as_json(of.counted));
}

std::string as_svg(const distribution& of) {
  std::vector<distribution_row> rows;
  for (const metric& one : metrics) {
    std::vector<double> values = values_of(one, of.counted);
    if (one.label.empty() || values.empty()) continue;
    std::ranges::sort(values);
    rows.push_back({.label = std::string(one.label), .ascending = std::move(values)});
  }
  std::string title = title_of(of);
  if (!of.of.emulated.empty()) title += ", emulated";
  return distribution_chart(title, rows);
}

}  // namespace lambent::cli::bench
