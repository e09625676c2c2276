#include "study/report/tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "study/report/analysis.hpp"
#include "study/report/numbers.hpp"
#include "study/report/target_reason.hpp"

namespace lambent::study {
namespace {

constexpr const char* none = "\u2013";  // –

bool beside(const row& of) { return of.published || of.emulated; }

// Configuration and function, one column for each run, then `last` of all of them.
template <class Last>
table by_run(const record& of, measure what, std::string caption, std::string_view run,
             const std::vector<std::string>& last_titles, const Last& last,
             bool algorithms = false) {
  table out{.caption = std::move(caption)};
  std::vector<row> rows;
  std::size_t runs = 0;
  for (const config_info& config : configs()) {
    for (row& one : rows_of(of, config, what, algorithms)) {
      runs = std::max(runs, one.values.size());
      rows.push_back(std::move(one));
    }
  }
  out.columns = {{"Configuration"}, {"Function"}};
  for (std::size_t i = 0; i < runs; ++i)
    out.columns.push_back({fmt::format("{} {}", run, i + 1), true});
  for (const std::string& title : last_titles) out.columns.push_back({title, true});
  for (const row& one : rows) {
    table::line line{{std::string(one.config->label), label_of(one)}, beside(one)};
    const std::vector<bool> marks = outliers_of(one.values);
    for (std::size_t i = 0; i < runs; ++i) {
      line.cells.push_back(i < one.values.size()
                               ? figure(one.values[i]) + (marks[i] ? outlier_mark : "")
                               : std::string());
    }
    for (std::string& cell : last(one)) line.cells.push_back(std::move(cell));
    out.lines.push_back(std::move(line));
  }
  return out;
}

std::vector<std::string> median_and_mean(const row& of) {
  const summary all = *summary_of(of.values);
  return {figure(all.median), figure(all.mean)};
}

std::vector<std::string> median(const row& of) { return {figure(summary_of(of.values)->median)}; }

struct comparison {
  std::string_view faster;
  std::string_view than;
};
constexpr comparison comparisons[] = {{"pi-cpp", "pi-rust"},      {"pi-cpp", "pi-js"},
                                      {"pi-rust", "pi-js"},       {"pi-cpp-int", "pi-rust"},
                                      {"pi-cpp", "pi-cpp-int"},   {"pi-cpp", "pi-rust-lean"},
                                      {"pi-rust-lean", "pi-rust"}};

std::string reached_text(const target& of) {
  switch (of.verdict()) {
    case verdict::not_measured:
      return "not measured";
    case verdict::reached:
      return "yes";
    case verdict::missed:
      break;
    case verdict::not_told:
      return "not told";
    case verdict::not_judged:
      return "not judged";
  }
  const double share = of.measured->times / of.bound;
  return "no, missed by " + percent(of.at_most ? share - 1 : 1 - share);
}

}  // namespace

table languages_table(const record& of) {
  table out{.caption =
                "How long each takes, C++ on GMP being 1: the median of all quotients of two "
                "runs, with its interval.",
            .columns = {{"Configuration"}, {"C++", true}, {"Rust", true}, {"JavaScript", true}}};
  for (const config_info* config : native_configs(of)) {
    const series* base = find(of, "pi-cpp", config->id);
    if (base == nullptr || base->emulated || base->runs.empty()) continue;
    table::line line{{std::string(config->label), "1"}};
    for (std::string_view other : {"pi-rust", "pi-js"}) {
      const auto by = ratio_of(of, other, "pi-cpp", config->id, measure::duration);
      line.cells.push_back(by ? with_interval(*by) : none);
    }
    out.lines.push_back(std::move(line));
  }
  return out;
}

table ratios_table(const record& of) {
  table out{.columns = {{"Configuration"},
                        {"Function"},
                        {"Compared with"},
                        {"Times as fast", true},
                        {"Interval", true},
                        {"Confidence", true}}};
  for (const config_info* config : native_configs(of)) {
    for (const comparison& one : comparisons) {
      const auto by = ratio_of(of, one.than, one.faster, config->id, measure::duration);
      if (!by) continue;
      out.lines.push_back(
          {{std::string(config->label), label_of(one.faster), label_of(one.than), times(by->times),
            fmt::format("{} to {}", times(by->low), times(by->high)), percent(by->confidence)}});
    }
  }
  return out;
}

table durations_table(const record& of) {
  return by_run(
      of, measure::duration,
      fmt::format("Milliseconds. {} lies far from the other runs of its row.", outlier_mark), "Run",
      {"Median", "Mean"}, median_and_mean);
}

table memory_table(const record& of) {
  table out{
      .caption =
          "Whole megabytes, as the REPORT line gives them: what is one apart may be nearly "
          "alike.",
      .columns = {
          {"Configuration"}, {"Function"}, {"Least", true}, {"Median", true}, {"Most", true}}};
  for (const config_info& config : configs()) {
    for (const row& one : rows_of(of, config, measure::memory)) {
      const summary all = *summary_of(one.values);
      out.lines.push_back({{std::string(config.label), label_of(one), whole_figure(all.min),
                            one.range ? none : whole_figure(all.median), whole_figure(all.max)},
                           beside(one)});
    }
  }
  return out;
}

table cold_table(const record& of) {
  return by_run(of, measure::cold_start, "Milliseconds.", "Start", {"Median"}, median);
}

table cost_table(const record& of) {
  table out{
      .caption = fmt::format("US dollars for a million warm invocations, at the prices of {}. "
                             "Billed is the median of the runs, of AWS 2022 their median duration "
                             "rounded up.",
                             prices_source),
      .columns = {{"Configuration"},
                  {"Function"},
                  {"Billed, ms", true},
                  {"Memory, MB", true},
                  {"Cost", true}}};
  for (const config_info& config : configs()) {
    for (const row& one : rows_of(of, config, measure::duration)) {
      table::line line{{std::string(config.label), label_of(one)}, beside(one)};
      if (one.published) {
        const published_series& theirs = *find_published(one.function->language, config.id);
        line.cells.insert(line.cells.end(),
                          {figure(billed_of(theirs)), std::to_string(published_memory_mb),
                           dollars(cost_of(theirs))});
      } else {
        const series& ours = *find(of, one.function->id, config.id);
        line.cells.insert(line.cells.end(), {figure(summary_of(billed_of(ours))->median),
                                             std::to_string(of.memory_mb),
                                             dollars(cost_of(ours, of.memory_mb).value_or(0))});
      }
      out.lines.push_back(std::move(line));
    }
  }
  return out;
}

table algorithms_table(const record& of) {
  return by_run(
      of, measure::duration,
      fmt::format("Milliseconds. {} lies far from the other runs of its row.", outlier_mark), "Run",
      {"Median", "Times as fast as Rust"},
      [&](const row& one) -> std::vector<std::string> {
        const auto by =
            ratio_of(of, "pi-rust", one.function->id, one.config->id, measure::duration);
        return {figure(summary_of(one.values)->median), by ? with_interval(*by) : none};
      },
      true);
}

table targets_table(const record& of) {
  table out{.caption =
                "In x86_64, zip: the median of all quotients of two runs, or of two starts, "
                "and its interval, which decides.",
            .columns = {{"Wanted"}, {"Measured", true}, {"Reached"}, {"Why"}}};
  for (const target& one : targets_of(of)) {
    out.lines.push_back({{one.wanted, one.measured ? with_interval(*one.measured) : none,
                          reached_text(one), reason_of(one, of)}});
  }
  return out;
}

table facts_table(const record& of) {
  table out{.columns = {{"Machine"}, {"Found"}}};
  for (const fact& one : of.facts) out.lines.push_back({{one.name, one.value}});
  return out;
}

table builds_table(const record& of) {
  constexpr double kilo = 1000;
  table out{.columns = {{"Configuration"}, {"Function"}, {"Build"}, {"Code, kB", true}}};
  for (const config_info& config : configs()) {
    for (const function_info& function : functions()) {
      const series* one = find(of, function.id, config.id);
      if (one == nullptr) continue;
      out.lines.push_back({{std::string(config.label), std::string(function.label), one->build,
                            figure(static_cast<double>(one->code_bytes) / kilo)},
                           one->emulated});
    }
  }
  return out;
}

}  // namespace lambent::study
