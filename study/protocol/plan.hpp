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

/// Whether what was asked for continues the record: the same digits, memory and place. More runs or
/// other functions are no hindrance.
[[nodiscard]] result<> check_continues(const record& begun, const wish& what);

/// What is missing, in order: first run of every function in every configuration, second run …,
/// then cold starts likewise. Every second round goes backwards, so that a machine that gets slower
/// or quicker meanwhile does it to all alike. What was left out has no steps.
[[nodiscard]] std::vector<step> steps_left(const record& begun, const wish& what);

/// How many runs and cold starts of what was measured are missing to what the record asks for.
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
