#include "cli/terminal/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace lambent::cli {
namespace {

std::atomic<bool> asked_to_end = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void remember(int /*signal*/) {
  asked_to_end = true;
  for (int each : {SIGINT, SIGTERM, SIGHUP}) (void)std::signal(each, SIG_DFL);
}

}  // namespace

void listen_for_interrupt() {
  (void)std::signal(SIGINT, remember);
  (void)std::signal(SIGTERM, remember);
  // nohup has it ignored.
  if (std::signal(SIGHUP, remember) == SIG_IGN) (void)std::signal(SIGHUP, SIG_IGN);
}

bool interrupted() { return asked_to_end; }

}  // namespace lambent::cli
