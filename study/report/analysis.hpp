// A record seen from the questions that are asked of it: rows of figures, ratios between functions,
// costs, and whether the study reached what it set out to reach.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "study/report/catalogue.hpp"
#include "study/report/published.hpp"
#include "study/report/record.hpp"
#include "study/report/statistics.hpp"

namespace lambent::study {

/// What a figure is of.
enum class measure { duration, memory, cold_start };

/// Milliseconds, megabytes, milliseconds; in the order they were measured.
[[nodiscard]] std::vector<double> values_of(const series& one, measure what);
[[nodiscard]] std::vector<double> values_of(const published_series& one, measure what);

/// A line of a table or a bar of a chart: ours, or a published one beside it.
struct row {
  const function_info* function = nullptr;  // Of a published row: the language's own function.
  const config_info* config = nullptr;
  bool published = false;
  bool emulated = false;
  bool range = false;  // The values are the least and the greatest: more was not published.
  std::vector<double> values{};
};

/// "C++ (GMP)", of a function in the catalogue.
[[nodiscard]] std::string label_of(std::string_view function);

/// "C++ (GMP)", "Rust, AWS 2022", "Rust, emulated".
[[nodiscard]] std::string label_of(const row& one);

/// The rows of one configuration, language by language, each with its published row last; those
/// without values are left out, and published ones where nothing of ours is beside them or where
/// ours are of other digits or another memory size. `algorithms`: the functions of that role and no
/// others.
[[nodiscard]] std::vector<row> rows_of(const record& in, const config_info& config, measure what,
                                       bool algorithms = false);

/// How many times the figure of `above` is that of `below` in one configuration; nothing where one
/// is missing, has no values, or ran under an emulator.
[[nodiscard]] std::optional<ratio> ratio_of(const record& in, std::string_view above,
                                            std::string_view below, std::string_view config,
                                            measure what);

/// Whether the record's function on cpp_int computed step by step what Rust's does. Records from
/// before, which do not say which code was measured, are of a program that did not: it estimated
/// digits and cancelled common factors.
[[nodiscard]] bool same_steps_on_cpp_int(const record& in);

/// The configurations in which something was measured without an emulator.
[[nodiscard]] std::vector<const config_info*> native_configs(const record& in);

/// Milliseconds of each run, its init phase left out: a warm invocation has none, and records from
/// before have runs that began an environment.
[[nodiscard]] std::vector<double> billed_of(const series& one);
/// US dollars for a million warm invocations, each billed as the median of the runs.
[[nodiscard]] std::optional<double> cost_of(const series& one, unsigned memory_mb);
[[nodiscard]] double cost_of(const published_series& one);
/// Milliseconds: the median duration, rounded up as Lambda bills.
[[nodiscard]] double billed_of(const published_series& one);

enum class verdict {
  not_measured,  // One side is missing.
  reached,
  missed,
  not_told,    // The interval has the bound in it, or is of too few runs to build on.
  not_judged,  // What was measured is not what the target is about.
};

/// Something that the study is to show, and what it showed.
struct target {
  std::string_view above{};  // The function whose figure is divided,
  std::string_view below{};  // and the one whose figure it is divided by.
  measure of = measure::duration;
  std::string wanted{};  // "C++ on GMP at least 4 times as fast as Rust as published".
  double bound = 0;      // 4; of "at most" targets 0.5.
  bool at_most = false;
  std::optional<ratio> measured{};  // Nothing: one side is missing.
  bool other_program = false;       // Another program was measured than the one it is set for.
  /// By the whole interval: a point estimate beyond the bound alone shows nothing.
  [[nodiscard]] study::verdict verdict() const;
};

inline constexpr std::string_view target_config = "x86_64";

/// In the configuration x86_64, zip. They are set for the published study's digits and memory; of
/// other ones there are none.
[[nodiscard]] std::vector<target> targets_of(const record& in);

}  // namespace lambent::study
