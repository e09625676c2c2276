// Carries a plan out, step by step, and waits where AWS has to become ready: by asking, not by
// sleeping. Stops at the first failure; a plan made afresh then has what is left.
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <string>

#include "aws/client.hpp"
#include "cli/deploy/planning/observed.hpp"
#include "cli/deploy/planning/plan.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// Where time comes from, and what is told on the way; tests have their own.
struct apply_hooks {
  std::function<void(std::string_view doing)> step{};
  std::function<void(std::chrono::milliseconds)> sleep{};
};

struct deployed {
  std::string arn{};
  std::string version{};    // That was published or that the alias points to; else "$LATEST".
  std::string alias_arn{};  // Empty without an alias.
  std::string url{};        // Empty where none was asked for.
};

[[nodiscard]] std::expected<deployed, aws::call_error> apply(aws::client& with, const plan& what,
                                                             const wanted_function& wanted,
                                                             const observed_function& observed,
                                                             const apply_hooks& hooks);

struct published_layer {
  std::string arn{};  // With the version at its end, as functions name it.
  std::int64_t version = 0;
};

[[nodiscard]] std::expected<published_layer, aws::call_error> apply(aws::client& with,
                                                                    const plan& what,
                                                                    const wanted_layer& wanted,
                                                                    const observed_layer& observed,
                                                                    const apply_hooks& hooks);

}  // namespace lambent::cli::deploy
