// The study's loop: the next step, its measurement, the record, until nothing is left. What
// measures and what keeps are the caller's.
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "cli/terminal/exit_code.hpp"
#include "study/protocol/plan.hpp"

namespace lambent::cli::studying {

struct measurement {
  study::sample figures{};
  std::string reply{};
  bool emulated = false;
};

struct step_failure {
  enum class kind {
    function,  // It goes on without this function in this configuration.
    place,     // Nothing else would go better: the study ends, and can go on later.
  };
  kind of = kind::function;
  error why{};
  exit_code code = exit_code::failed;
  bool goes_on = true;  // The same command can go on later, as it is.
};

struct loop_hooks {
  /// Called again, at most twice, where a warm run was the first call of a new environment.
  std::function<std::expected<measurement, step_failure>(const study::step&)> measure{};
  /// Keeps the record; called after each step.
  std::function<result<>(const study::record&)> keep{};
  /// Before each step: how many were made, and what is left, this one first.
  std::function<void(std::size_t done, const std::vector<study::step>& left)> begins{};
  std::function<void(const study::left_out&)> leaves_out{};
  std::function<bool()> stop{};
};

/// Until all is measured, or `stop` says so; whether it is all. `known` are the digits that replies
/// must have. A function that fails or answers wrongly is left out of the record by name.
[[nodiscard]] std::expected<bool, step_failure> run_steps(study::record& of,
                                                          const study::wish& what,
                                                          const std::string& known,
                                                          const loop_hooks& hooks);

/// Leaves it out, and says so to the hook.
void leave_out(study::record& of, const study::step& what, const error& why,
               const loop_hooks& hooks);

}  // namespace lambent::cli::studying
