// What a study still has to measure, and in which order. Pure: whoever runs it measures the next
// step, adds what came of it to the record, keeps the record, and asks again. So an interrupted
// study goes on where it was.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "study/report/record.hpp"

namespace lambent::study {

/// How many invocations of a function follow each other, as in the published study. More runs are
/// made in several such turns.
inline constexpr unsigned runs_in_a_row = 5;

/// What was asked for.
struct wish {
  std::vector<std::string> functions{};  // Ids of the catalogue.
  std::vector<std::string> configs{};
  unsigned runs = 5;
  unsigned cold = 3;
  unsigned digits = 10'000;
  unsigned memory_mb = 128;
  std::string place{};  // "this machine", "AWS, us-east-1".
};

enum class step_kind {
  warm,  // One more invocation of the environment that is there.
  cold,  // The first of a new one: the configuration was updated before.
};

struct step {
  step_kind kind = step_kind::warm;
  std::string function{};
  std::string config{};
  unsigned number = 1;  // Of its kind, function and configuration.

  bool operator==(const step&) const = default;
};

/// Ids of "cpp", "rust", "js", or an id itself, each once and in the catalogue's order.
[[nodiscard]] result<std::vector<std::string>> functions_named(
    const std::vector<std::string>& names);
/// The same of configurations.
[[nodiscard]] result<std::vector<std::string>> configs_named(const std::vector<std::string>& names);

/// A record with nothing measured yet.
[[nodiscard]] record begin(const wish& what, std::string started);

/// The record to go on with; refused where check_continues refuses it. One without figures takes
/// the order of this program.
[[nodiscard]] result<record> resume(record begun, const wish& what);

/// Whether what was asked for continues the record: the same digits, memory, place and order. More
/// runs or other functions are no hindrance.
[[nodiscard]] result<> check_continues(const record& begun, const wish& what);

/// Writes down what is asked for: of the record, and of each series it is about. Of the others what
/// was asked for before stays; of those in a finished record that was what they have.
void ask(record& of, const wish& what);

/// What is missing, in order. A turn is of one function in one configuration: a cold start, then up
/// to runs_in_a_row runs of the environment that it began, one after the other. All take their
/// turns next to those they are compared with, configuration by configuration; images go through
/// the functions backwards, and every second round goes the other way, so that a machine that gets
/// slower or quicker meanwhile favours none. The cold starts that have no turn to begin follow one
/// by one, every second round backwards. What was left out has no steps.
[[nodiscard]] std::vector<step> steps_left(const record& begun, const wish& what);

/// How many runs and cold starts of what was measured are missing to what was asked for of it; in a
/// finished record none.
[[nodiscard]] std::size_t steps_unmade(const record& of);

/// Adds what a step measured. A cold start without init_ms is refused, it was none; and so is a
/// warm run that has it, which was the first call of a new environment.
[[nodiscard]] result<> add(record& to, const step& of, const sample& measured);

/// The series of a function in a configuration; an empty one is added where there is none.
[[nodiscard]] series& series_of(record& in, std::string_view function, std::string_view config);

/// Names a function as missing in a configuration; a reason from before gives way. What was
/// measured of it stays.
void leave_out(record& in, std::string_view function, std::string_view config, std::string reason);

}  // namespace lambent::study
