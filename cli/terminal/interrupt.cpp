#include "cli/terminal/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace lambent::cli {
namespace {

std::atomic<int> asked_to_end = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void remember(int /*signal*/) {
  asked_to_end = 1;
  (void)std::signal(SIGINT, SIG_DFL);
  (void)std::signal(SIGTERM, SIG_DFL);
}

void count(int /*signal*/) { asked_to_end.fetch_add(1); }

}  // namespace

void listen_for_interrupt(second_interrupt then) {
  const bool counts = then == second_interrupt::is_counted;
  (void)std::signal(SIGINT, counts ? count : remember);
  (void)std::signal(SIGTERM, counts ? count : remember);
  if (counts) (void)std::signal(SIGHUP, count);
}

bool interrupted() { return asked_to_end > 0; }
bool interrupted_twice() { return asked_to_end > 1; }

}  // namespace lambent::cli
