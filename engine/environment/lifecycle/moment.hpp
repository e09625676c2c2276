// A point in time as the state machines see it.
#pragma once

#include <chrono>
#include <cstdint>

namespace lambent::environment {

// Both clocks are read by the driver: `steady` for durations, `unix_ms` for log lines and
// deadlines.
struct moment {
  std::chrono::steady_clock::time_point steady;
  std::int64_t unix_ms = 0;
};

[[nodiscard]] inline moment read_clocks() {
  using namespace std::chrono;
  return {steady_clock::now(),
          duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace lambent::environment
