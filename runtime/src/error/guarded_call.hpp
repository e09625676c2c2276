// The edge between the runtime and the user's code: one call, and what it threw as a failure.
#pragma once

#include <lambent/failure.hpp>

#include <cstdint>
#include <optional>

namespace lambent {

enum class call_outcome : std::uint8_t {
  returned,
  threw_failure,  // A lambent::failure: the user's own words.
  threw,          // Something else, told by its type and text.
};

// Calls call(with). Also the frame at which stack traces end.
[[nodiscard]] call_outcome run_guarded(void (*call)(const void*), const void* with, failure& why);

// A call that gives a failure or none: also what it threw is one.
template <class Call>
[[nodiscard]] std::optional<failure> failure_of(const Call& call) {
  std::optional<failure> returned;
  const auto store = [&] { returned = call(); };
  const auto run = [](const void* it) { (*static_cast<decltype(&store)>(it))(); };
  failure thrown;
  if (run_guarded(run, &store, thrown) != call_outcome::returned) return thrown;
  return returned;
}

}  // namespace lambent
