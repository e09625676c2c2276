// The hooks around a snapshot, in the program only when some were registered: before_snapshot and
// after_restore set these.
#pragma once

#include <atomic>
#include <string>

namespace lambent::detail {

struct snapshot_steps {
  // Each runs its hooks and reports one that fails to the Runtime API at `api`; then false.
  std::atomic<bool (*)(const std::string& api)> before = nullptr;
  std::atomic<bool (*)(const std::string& api)> after = nullptr;
};

// One for the process, there before any constructor runs.
[[nodiscard]] snapshot_steps& snapshot() noexcept;

}  // namespace lambent::detail
