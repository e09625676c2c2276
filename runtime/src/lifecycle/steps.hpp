// The steps of a function's life that are in the program only when hooks were registered for them:
// lambent::on_shutdown sets these, the loop calls what is set.
#pragma once

#include <atomic>
#include <string>

namespace lambent::detail {

struct lifecycle_steps {
  // Behind the init phase: asks the Runtime API at `api` for SIGTERM, and waits for it. The value
  // is the descriptor that ends the taking of events.
  std::atomic<int (*)(const std::string& api)> watch_for_shutdown = nullptr;
  // No worker takes an event any more, and none is in flight. Does not return after SIGTERM.
  std::atomic<void (*)()> all_answered = nullptr;
  std::atomic<bool> init_is_over = false;
};

// One for the process, there before any constructor runs.
[[nodiscard]] lifecycle_steps& lifecycle() noexcept;

}  // namespace lambent::detail
