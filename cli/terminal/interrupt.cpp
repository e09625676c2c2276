#include "cli/terminal/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace lambent::cli {
namespace {

std::atomic<bool> asked_to_end = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void remember(int /*signal*/) {
  asked_to_end = true;
  (void)std::signal(SIGINT, SIG_DFL);
  (void)std::signal(SIGTERM, SIG_DFL);
}

}  // namespace

void listen_for_interrupt() {
  (void)std::signal(SIGINT, remember);
  (void)std::signal(SIGTERM, remember);
}

bool interrupted() { return asked_to_end; }

}  // namespace lambent::cli
