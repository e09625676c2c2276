// The shutdown phase of an environment that has extensions: the runtime is asked to end, then the
// extensions are told, and whoever takes longer than AWS grants is killed. A state machine: what
// happened and when in, what to do out.
// Source:
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/extensions/roster.hpp"

namespace lambent::extensions {

// With internal extensions alone, and with external ones. Without any there is no such phase.
inline constexpr std::chrono::milliseconds internal_budget{500};
inline constexpr std::chrono::milliseconds external_budget{2000};
// Of the second, what the runtime may use up from SIGTERM on; the extensions have the rest.
inline constexpr std::chrono::milliseconds runtime_share{600};

enum class shutdown_reason : std::uint8_t { spindown, timeout, failure };
[[nodiscard]] std::string_view name_of(shutdown_reason r);

struct farewell_actions {
  bool terminate_runtime = false;   // SIGTERM.
  bool kill_runtime = false;        // SIGKILL.
  std::vector<std::string> tell;    // SHUTDOWN goes to these, by their identifiers.
  std::vector<std::uint32_t> kill;  // Extensions' programs that did not want to hear of the end.
  bool over = false;                // Everything that still runs is to be killed now.
};

class farewell {
public:
  using time_point = std::chrono::steady_clock::time_point;

  // `runtime_runs`: the function's process is there.
  [[nodiscard]] farewell_actions begin(const roster& who, bool runtime_runs, time_point now);
  [[nodiscard]] farewell_actions runtime_ended(const roster& who);
  // An extension's process has ended; the roster knows that already.
  [[nodiscard]] farewell_actions extension_ended(const roster& who);
  [[nodiscard]] farewell_actions tick(const roster& who, time_point now);

  [[nodiscard]] bool under_way() const { return now_ != phase::none; }
  // When tick() has something to do.
  [[nodiscard]] std::optional<time_point> deadline() const;
  // When everything is over at the latest: what extensions are told.
  [[nodiscard]] time_point end() const { return end_; }

private:
  enum class phase : std::uint8_t { none, runtime, extensions };
  [[nodiscard]] farewell_actions turn_to_extensions(const roster& who);
  [[nodiscard]] farewell_actions finish();

  phase now_ = phase::none;
  time_point runtime_end_{}, end_{};
};

}  // namespace lambent::extensions
