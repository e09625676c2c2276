// What the client takes from the world beside its transport, so that tests can give it another one.
#pragma once

#include <chrono>
#include <functional>

namespace lambent::oci::distribution {

// Called from any thread.
struct surroundings {
  std::function<std::chrono::system_clock::time_point()> now;
  std::function<void(std::chrono::milliseconds)> sleep;
  std::function<double()> jitter;  // Random, in [0, 1).

  [[nodiscard]] static surroundings real();
};

}  // namespace lambent::oci::distribution
