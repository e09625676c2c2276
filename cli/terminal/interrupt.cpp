#include "cli/terminal/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace lambent::cli {
namespace {

std::atomic<int> asked_to_end = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void remember(int /*signal*/) {
  asked_to_end = 1;
  for (int each : {SIGINT, SIGTERM}) (void)std::signal(each, SIG_DFL);
}

void count(int /*signal*/) { asked_to_end.fetch_add(1); }

// A closed terminal says so more than once, by the shell and by the kernel: it is no second Ctrl-C.
void hear_hangup(int /*signal*/) {
  int none = 0;
  (void)asked_to_end.compare_exchange_strong(none, 1);
}

}  // namespace

void listen_for_interrupt(second_interrupt then) {
  auto* heard = then == second_interrupt::is_counted ? count : remember;
  (void)std::signal(SIGINT, heard);
  (void)std::signal(SIGTERM, heard);
  // nohup has it ignored.
  if (std::signal(SIGHUP, hear_hangup) == SIG_IGN) (void)std::signal(SIGHUP, SIG_IGN);
}

bool interrupted() { return asked_to_end > 0; }
bool interrupted_twice() { return asked_to_end > 1; }

}  // namespace lambent::cli
