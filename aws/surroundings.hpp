// What the client takes from the world beside its sockets, so that tests can give it another one.
#pragma once

#include <chrono>
#include <functional>

#include "aws/config/environment.hpp"

namespace lambent::aws {

struct surroundings {
  environment variables{};
  std::function<std::chrono::system_clock::time_point()> now{};
  std::function<void(std::chrono::milliseconds)> sleep{};
  std::function<double()> jitter{};  // Random, in [0, 1).

  [[nodiscard]] static surroundings real();
};

}  // namespace lambent::aws
