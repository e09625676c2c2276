#include "stop.hpp"

#include <sys/eventfd.h>

namespace lambent {

int stop_descriptor() noexcept {
  static const int descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor;
}

void take_events_again() noexcept {
  eventfd_t count = 0;
  (void)::eventfd_read(stop_descriptor(), &count);
}

// Never read while workers wait, so it stays readable.
void stop_taking_events() noexcept { (void)::eventfd_write(stop_descriptor(), 1); }

}  // namespace lambent
