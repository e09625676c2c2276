#include "oci/distribution/surroundings.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/random.hpp"

namespace lambent::oci::distribution {

surroundings surroundings::real(std::function<bool()> give_up) {
  using std::chrono::milliseconds;
  using clock = std::chrono::steady_clock;
  static constexpr milliseconds step(50);
  return {.now = [] { return std::chrono::system_clock::now(); },
          .sleep =
              [give_up = std::move(give_up)](milliseconds time) {
                const auto end = clock::now() + time;
                for (auto now = clock::now(); now < end; now = clock::now()) {
                  if (give_up && give_up()) return;
                  std::this_thread::sleep_for(std::min<clock::duration>(step, end - now));
                }
              },
          .jitter = [] { return random_unit(); }};
}

}  // namespace lambent::oci::distribution
