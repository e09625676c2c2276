#include "oci/distribution/patience.hpp"

#include <algorithm>

namespace lambent::oci::distribution {

using std::chrono::milliseconds;

bool is_passing(const attempt& made) {
  using kind = http_failure::kind;
  if (!made) return made.error().what == kind::broken || made.error().what == kind::unreachable;
  switch (made->status) {
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return true;
    default:
      return false;
  }
}

milliseconds wait_before_next(int number, const attempt& failed, const surroundings& around) {
  milliseconds step = limits::first_wait;
  for (int i = 1; i < number && step < limits::wait_max; ++i) step *= 2;
  step = std::min<milliseconds>(step, limits::wait_max);
  // Half of it for certain, so that clients that failed together do not come back together.
  milliseconds wait(static_cast<milliseconds::rep>(static_cast<double>(step.count()) *
                                                   (1 + around.jitter()) / 2));
  if (!failed) return wait;
  auto asked = asked_wait(failed->header("retry-after"), around.now());
  return asked ? std::max<milliseconds>(*asked, wait) : wait;
}

}  // namespace lambent::oci::distribution
