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

  // `give_up` is asked many times a second, and ends a pause early.
  [[nodiscard]] static surroundings real(std::function<bool()> give_up = {});
};

}  // namespace lambent::oci::distribution
