#include "study/report/compose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "study/report/analysis.hpp"
#include "study/report/charts/charts.hpp"
#include "study/report/conclusions.hpp"
#include "study/report/numbers.hpp"
#include "study/report/tables.hpp"

namespace lambent::study {
namespace {

charts duration_lines(const record& of) {
  charts out;
  for (const config_info& config : configs()) {
    const std::vector<row> rows = rows_of(of, config, measure::duration);
    if (rows.empty()) continue;
    out.all.push_back(line_chart(fmt::format("durations-{}", config.id),
                                 fmt::format("Duration of each run, {}", config.label), rows));
  }
  return out;
}

// One chart for each configuration: what is next to each other is compared.
charts bars(const record& of, measure what, const std::string& name, const std::string& title,
            const bar_values& values) {
  charts out;
  for (std::string_view architecture : {"x86_64", "arm64"}) {
    std::vector<bar_group> groups;
    for (const config_info& config : configs()) {
      if (config.architecture != architecture) continue;
      std::vector<row> rows = rows_of(of, config, what);
      if (!rows.empty()) groups.push_back({std::string(config.label), std::move(rows)});
    }
    if (groups.empty()) continue;
    out.all.push_back(bar_chart(fmt::format("{}-{}", name, architecture),
                                fmt::format("{}, {}", title, architecture), values, groups));
  }
  return out;
}

void add(section& to, table what) {
  if (!what.lines.empty()) to.blocks.emplace_back(std::move(what));
}

void add(section& to, charts what) {
  if (!what.all.empty()) to.blocks.emplace_back(std::move(what));
}

section measured(std::string title, charts drawn, table figures) {
  section out{.title = std::move(title)};
  add(out, std::move(drawn));
  add(out, std::move(figures));
  return out;
}

std::string_view what_cpp_int_shows(const record& of) {
  if (!same_steps_on_cpp_int(of))
    return "In this record C++ (cpp_int) is a program that computed otherwise than Rust's: it "
           "estimated each digit and cancelled common factors. Its ratio to Rust is of program and "
           "language together.";
  return "C++ (cpp_int), Rust and JavaScript compute the published recurrence as it stands, each "
         "on "
         "its own large numbers, which C++ changes in place: their ratios are of the languages and "
         "these libraries. C++ (GMP) computes the same recurrence with less work: it estimates "
         "digits from leading bits and leaves common factors out. Its ratio to C++ (cpp_int) is of "
         "GMP and of that together.";
}

section ratios(const record& of) {
  section out{.title = "C++ : Rust : JavaScript"};
  add(out, languages_table(of));
  add(out, ratios_table(of));
  if (out.blocks.empty()) return out;
  out.blocks.emplace_back(paragraph{
      "A ratio is the median of all quotients of a run of one and a run of the other. Its interval "
      "is exact for as few runs as these and supposes no form of distribution; where the runs are "
      "too few for 95 %, its confidence is what they allow."});
  if (std::ranges::any_of(of.measured,
                          [](const series& one) { return one.function == "pi-cpp-int"; }))
    out.blocks.emplace_back(paragraph{std::string(what_cpp_int_shows(of))});
  return out;
}

section durations(const record& of) {
  section out{.title = "Durations"};
  add(out, duration_lines(of));
  add(out, bars(of, measure::duration, "medians", "Median duration", {"ms", figure}));
  add(out, durations_table(of));
  return out;
}

std::string_view what_memory_counts(const record& of) {
  switch (site_of(of)) {
    case site_kind::aws:
      return "These are Lambda's own figures, as the published ones are.";
    case site_kind::endpoint:
      return "What this endpoint counts is not known, so neither is whether its figures can be "
             "compared with those.";
    case site_kind::own_engine:
      break;
  }
  return "An engine of ours counts the function's own processes, their program files included, and "
         "nothing of the system: the two are not to be compared.";
}

section memory(const record& of) {
  section out = measured(
      "Memory", bars(of, measure::memory, "memory", "Max Memory Used", {"MB", whole_figure}),
      memory_table(of));
  const table figures = memory_table(of);
  const bool published = std::ranges::any_of(
      figures.lines, [](const table::line& one) { return one.cells[1].contains(published_name); });
  if (published)
    out.blocks.emplace_back(paragraph{fmt::format(
        "Rows marked {} are the published ranges; single figures were not published. On Lambda "
        "what the environment itself has running beside a function is counted, too. {}",
        published_name, what_memory_counts(of))});
  return out;
}

section algorithms(const record& of) {
  section out{.title = "Other algorithms"};
  add(out, algorithms_table(of));
  if (out.blocks.empty()) return out;
  out.blocks.insert(out.blocks.begin(),
                    paragraph{"For scale, and no part of the comparison: another algorithm says "
                              "nothing about a language."});
  return out;
}

section left_out_section(const record& of) {
  section out{.title = "Left out"};
  bullets items;
  for (const left_out& one : of.missing)
    items.items.push_back(fmt::format("{} in {}: {}", find_function(one.function)->label,
                                      find_config(one.config)->label, one.reason));
  const auto fewer = [&](const series& one, std::size_t made, unsigned wanted,
                         std::string_view what) {
    if (made >= wanted) return;
    items.items.push_back(fmt::format("{} in {}: {} of {} {} were made",
                                      find_function(one.function)->label,
                                      find_config(one.config)->label, made, wanted, what));
  };
  for (const series& one : of.measured) {
    // A finished study has of each what was asked for when it was measured; what failed on the way
    // stands above.
    if (!of.finished.empty() && find_left_out(of, one.function, one.config) == nullptr) continue;
    const wanted asked = wanted_of(of, one);
    fewer(one, one.runs.size(), asked.runs, "runs");
    fewer(one, one.cold.size(), asked.cold, "cold starts");
  }
  if (!items.items.empty()) out.blocks.emplace_back(std::move(items));
  return out;
}

// What the first run of a series was.
std::string warmth(const record& of) {
  const bool cold_runs = std::ranges::any_of(of.measured, [](const series& one) {
    return std::ranges::any_of(one.runs, [](const sample& run) { return run.init_ms.has_value(); });
  });
  return cold_runs ? "The first run of a series may be the first call of a new environment, as in "
                     "the published study. Its Duration is without the init phase, and costs are "
                     "billed without it."
                   : "Runs are warm: the first call of a new environment is not counted. In the "
                     "published study it was the first of five runs.";
}

// "5" or "2 to 5", of what was made of each: not of what was asked for.
std::string counts(std::size_t least, std::size_t most) {
  if (least == most) return count_word(most);
  return fmt::format("{} to {}", least, most);
}

struct extent {
  std::size_t least = 0;
  std::size_t most = 0;
};

// How many were made of each that was measured at all.
extent made(const record& of, std::vector<sample> series::* what) {
  std::optional<extent> out;
  for (const series& one : of.measured) {
    const std::size_t count = (one.*what).size();
    if (count == 0) continue;
    if (!out) out = {count, count};
    out->least = std::min(out->least, count);
    out->most = std::max(out->most, count);
  }
  return out.value_or(extent());
}

std::string invoked(const record& of) {
  const extent runs = made(of, &series::runs);
  const std::string times = counts(runs.least, runs.most) + (runs.most == 1 ? " time" : " times");
  if (of.in_a_row <= 1) return times + ", one call at a time, in turn with the others,";
  if (runs.most <= of.in_a_row) return times + " in a row";
  return fmt::format("{}, in turns of {} in a row,", times, count_word(of.in_a_row));
}

// What is said of cold starts holds whatever calls, each with its own wishes, a record came of.
std::string order(const record& of) {
  const extent cold = made(of, &series::cold);
  const bool turns = of.in_a_row > 1;
  std::string out =
      turns ? "What is compared has its turns next to each other: they go configuration by "
              "configuration, in images with the functions in the opposite order, and every second "
              "round of turns the other way."
            : "Every second round went backwards.";
  if (cold.most == 0) return out + " No cold starts were made.";
  const std::string of_each = counts(cold.least, cold.most) + " of each";
  if (!turns)
    return out + " Cold starts, " + of_each +
           ", followed in the same way, forced by updating the configuration.";
  out +=
      " A turn began with a cold start where one was still to be made, forced by updating the "
      "configuration and recorded apart";
  if (cold.most > 1)
    out +=
        "; cold starts that had no turn to begin followed one by one, every second round "
        "backwards";
  return out + ". Cold starts were " + of_each + ".";
}

std::string_view description_of(const function_info& function, const record& of) {
  if (function.id == "pi-cpp-int" && !same_steps_on_cpp_int(of))
    return "the published recurrence in C++ on Boost.Multiprecision's cpp_int, in this record with "
           "each digit estimated and common factors cancelled; numbers are changed in place";
  return function.description;
}

section method(const record& of) {
  section out{.title = "How it was measured"};
  out.blocks.emplace_back(paragraph{fmt::format(
      "Each function was created through the AWS API with {} MB and invoked {} for the first {} "
      "digits of pi, which were checked. {} All figures are those of the REPORT lines in "
      "CloudWatch Logs: Duration, Max Memory Used, Init Duration.",
      of.memory_mb, invoked(of), round_figure(of.digits), order(of))});
  out.blocks.emplace_back(paragraph{warmth(of)});
  bullets what;
  for (const function_info& function : functions())
    what.items.push_back(fmt::format("{}: {}.", function.label, description_of(function, of)));
  out.blocks.emplace_back(std::move(what));
  out.blocks.emplace_back(paragraph{fmt::format(
      "Rows marked {} are the figures of \"Serverless Lambdas with Rust on AWS\" "
      "(ervinszilagyi.dev, 2022): functions of {} MB in us-east-1. Theirs is another machine, so "
      "ratios can be compared with theirs, durations only roughly.",
      published_name, published_memory_mb)});
  add(out, facts_table(of));
  add(out, builds_table(of));
  return out;
}

}  // namespace

document compose(const record& of) {
  const auto day_of = [](const std::string& time) { return time.substr(0, time.find('T')); };
  document out{.title = fmt::format("The first {} digits of pi as a Lambda function",
                                    round_figure(of.digits))};
  out.subtitle =
      fmt::format("C++, Rust and JavaScript with {} MB on {}; {}.", of.memory_mb,
                  of.place.empty() ? "a machine without a name" : of.place,
                  of.finished.empty() ? "begun on " + day_of(of.started) + " and not finished"
                                      : "measured on " + day_of(of.finished));
  section targets{.title = "What was to be shown"};
  add(targets, targets_table(of));
  std::vector<section> all = {
      {.title = "Conclusions", .blocks = {bullets{conclusions_of(of)}}},
      ratios(of),
      durations(of),
      memory(of),
      measured("Cold starts",
               bars(of, measure::cold_start, "cold-starts", "Median Init Duration", {"ms", figure}),
               cold_table(of)),
      measured("Cost", {}, cost_table(of)),
      algorithms(of),
      std::move(targets),
      left_out_section(of),
      method(of),
  };
  for (section& one : all)
    if (!one.blocks.empty()) out.sections.push_back(std::move(one));
  return out;
}

}  // namespace lambent::study
