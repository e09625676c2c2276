#include "aws/surroundings.hpp"

#include <random>
#include <thread>

namespace lambent::aws {

surroundings surroundings::real() {
  return {.variables = environment::of_process(),
          .now = [] { return std::chrono::system_clock::now(); },
          .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
          .jitter =
              [engine = std::minstd_rand(std::random_device{}())]() mutable {
                return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
              }};
}

}  // namespace lambent::aws
