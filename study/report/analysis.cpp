#include "study/report/analysis.hpp"

#include <algorithm>
#include <cmath>

namespace lambent::study {
namespace {

// A range stands for its two ends.
std::vector<double> ends_of(const std::optional<published_series::range>& range) {
  if (!range) return {};
  return {range->low, range->high};
}

// A published figure is one of 128 MB, and but for cold starts of 10,000 digits.
bool comparable(const record& ours, measure what) {
  return ours.memory_mb == published_memory_mb &&
         (what == measure::cold_start || ours.digits == published_digits);
}

}  // namespace

std::vector<double> values_of(const series& one, measure what) {
  std::vector<double> out;
  if (what == measure::cold_start) {
    for (const sample& cold : one.cold) out.push_back(cold.init_ms.value_or(0));
    return out;
  }
  for (const sample& run : one.runs)
    out.push_back(what == measure::duration ? run.duration_ms : run.max_memory_mb);
  return out;
}

std::vector<double> values_of(const published_series& one, measure what) {
  if (what == measure::memory) return ends_of(one.memory_mb);
  const auto& values = what == measure::duration ? one.durations_ms : one.cold_ms;
  return {values.begin(), values.end()};
}

std::string label_of(std::string_view function) {
  return std::string(find_function(function)->label);
}

std::string label_of(const row& one) {
  if (!one.published) return std::string(one.function->label) + (one.emulated ? ", emulated" : "");
  return std::string(one.function->label) + ", " + std::string(published_name);
}

std::vector<row> rows_of(const record& in, const config_info& config, measure what,
                         bool algorithms) {
  std::vector<row> out;
  bool ours = false;
  const auto add = [&](row&& one) {
    if (one.values.empty()) return;
    ours = ours || !one.published;
    out.push_back(std::move(one));
  };
  for (language each : {language::cpp, language::rust, language::javascript}) {
    const function_info* compared = nullptr;
    for (const function_info& function : functions()) {
      if (function.language != each || (function.role == role::algorithm) != algorithms) continue;
      if (function.role == role::language) compared = &function;
      if (const series* one = find(in, function.id, config.id))
        add({.function = &function,
             .config = &config,
             .emulated = one->emulated,
             .values = values_of(*one, what)});
    }
    const published_series* theirs = find_published(each, config.id);
    if (compared != nullptr && theirs != nullptr && comparable(in, what))
      add({.function = compared,
           .config = &config,
           .published = true,
           .range = what == measure::memory,
           .values = values_of(*theirs, what)});
  }
  if (!ours) out.clear();
  return out;
}

std::optional<ratio> ratio_of(const record& in, std::string_view above, std::string_view below,
                              std::string_view config, measure what) {
  const series* a = find(in, above, config);
  const series* b = find(in, below, config);
  if (a == nullptr || b == nullptr || a->emulated || b->emulated) return {};
  return ratio_of(values_of(*a, what), values_of(*b, what));
}

bool same_steps_on_cpp_int(const record& in) {
  return std::ranges::none_of(in.measured, [](const series& one) {
    return one.function == "pi-cpp-int" && one.code_sha256.empty();
  });
}

std::vector<const config_info*> native_configs(const record& in) {
  std::vector<const config_info*> out;
  for (const config_info& config : configs()) {
    for (const series& one : in.measured) {
      if (one.config != config.id || one.emulated || one.runs.empty()) continue;
      out.push_back(&config);
      break;
    }
  }
  return out;
}

std::vector<double> billed_of(const series& one) {
  std::vector<double> out;
  // Lambda bills durations rounded up to the next millisecond.
  for (const sample& run : one.runs)
    out.push_back(run.init_ms ? std::ceil(run.duration_ms) : run.billed_ms);
  return out;
}

std::optional<double> cost_of(const series& one, unsigned memory_mb) {
  const std::optional<summary> middle = summary_of(billed_of(one));
  if (!middle) return {};
  const price at = price_of(find_config(one.config)->architecture);
  return cost_per_million(at, middle->median, memory_mb);
}

double billed_of(const published_series& one) {
  return std::ceil(summary_of(one.durations_ms)->median);
}

double cost_of(const published_series& one) {
  return cost_per_million(price_of(find_config(one.config)->architecture), billed_of(one),
                          published_memory_mb);
}

verdict target::verdict() const {
  using enum study::verdict;
  if (!measured) return not_measured;
  if (other_program) return not_judged;
  if (!measured->trusted()) return not_told;
  if (at_most ? measured->high <= bound : measured->low >= bound) return reached;
  if (at_most ? measured->low > bound : measured->high < bound) return missed;
  return not_told;
}

std::vector<target> targets_of(const record& in) {
  if (in.digits != published_digits || in.memory_mb != published_memory_mb) return {};
  std::vector<target> out = {
      {"pi-rust", "pi-cpp", measure::duration,
       "C++ on GMP at least 4 times as fast as Rust as published", 4},
      {"pi-js", "pi-cpp", measure::duration, "C++ on GMP at least 15 times as fast as JavaScript",
       15},
      {"pi-rust", "pi-cpp-int", measure::duration,
       "C++ on cpp_int at least 1.4 times as fast as Rust as published", 1.4},
      {"pi-rust", "pi-cpp-batched", measure::duration,
       "C++ in blocks at least 40 times as fast as Rust as published", 40},
      {"pi-cpp", "pi-rust", measure::cold_start,
       "A cold start of C++ at most 0.5 times as long as Rust's", 0.5, true},
      {"pi-cpp", "pi-rust", measure::memory,
       "Max Memory Used of C++ below Rust's (at most 0.99 times)", 0.99, true},
  };
  for (target& each : out) {
    each.measured = ratio_of(in, each.above, each.below, target_config, each.of);
    each.other_program = each.below == "pi-cpp-int" && !same_steps_on_cpp_int(in);
  }
  return out;
}

}  // namespace lambent::study
