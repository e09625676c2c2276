// How long the rest of a study takes, by what its steps took so far, and what the status line says.
// Pure.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/protocol/plan.hpp"

namespace lambent::cli::studying {

class pace {
public:
  /// What a step took, invocation, configuration update and report together.
  void took(const study::step& one, double seconds);
  /// What the record knows of an earlier call of the command.
  void know(const study::record& before);

  /// Nothing before the first step. A function in a configuration that was not seen yet counts as
  /// the mean of those that were.
  [[nodiscard]] std::optional<double> seconds_for(const std::vector<study::step>& left) const;

private:
  std::map<std::pair<std::string, std::string>, double> seconds_;  // The last of each.
};

/// "12 of 120: Rust in x86_64, zip, run 3; about 4 min left". `done` steps are before this one.
[[nodiscard]] std::string step_text(const study::step& now, std::size_t done, std::size_t all,
                                    std::optional<double> seconds_left);

/// "less than a minute", "about 4 min", "about 1 h 20 min".
[[nodiscard]] std::string rough_time(double seconds);

}  // namespace lambent::cli::studying
