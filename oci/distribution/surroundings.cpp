#include "oci/distribution/surroundings.hpp"

#include <thread>

#include "base/random.hpp"

namespace lambent::oci::distribution {

surroundings surroundings::real() {
  return {.now = [] { return std::chrono::system_clock::now(); },
          .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
          .jitter = [] { return random_unit(); }};
}

}  // namespace lambent::oci::distribution
