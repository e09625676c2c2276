#include "cli/terminal/interrupt.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <initializer_list>

using namespace lambent::cli;

namespace {

enum class fate { goes_on, knows, knows_twice, killed };

// What becomes of a process that listens, and then gets these signals.
fate after(std::initializer_list<int> signals, second_interrupt then,
           void (*hangup)(int) = SIG_DFL) {
  const pid_t pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    (void)::signal(SIGHUP, hangup);
    listen_for_interrupt(then);
    for (int each : signals) (void)::raise(each);
    const fate end = interrupted_twice() ? fate::knows_twice
                     : interrupted()     ? fate::knows
                                         : fate::goes_on;
    ::_exit(static_cast<int>(end));
  }
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  return WIFEXITED(status) ? static_cast<fate>(WEXITSTATUS(status)) : fate::killed;
}

constexpr auto ends = second_interrupt::ends_program;
constexpr auto counts = second_interrupt::is_counted;

}  // namespace

TEST_CASE("the first interrupt is remembered, the second ends the program or is counted") {
  for (int each : {SIGINT, SIGTERM}) {
    CHECK(after({each}, ends) == fate::knows);
    CHECK(after({each, SIGINT}, ends) == fate::killed);
    CHECK(after({each, SIGTERM}, ends) == fate::killed);
    CHECK(after({each}, counts) == fate::knows);
    CHECK(after({each, SIGTERM}, counts) == fate::knows_twice);
  }
  CHECK(after({}, ends) == fate::goes_on);
}

TEST_CASE("a closed terminal is one interrupt, however often it says so") {
  for (second_interrupt then : {ends, counts}) {
    CHECK(after({SIGHUP}, then) == fate::knows);
    CHECK(after({SIGHUP, SIGHUP, SIGHUP}, then) == fate::knows);
    CHECK(after({SIGINT, SIGHUP}, then) == fate::knows);
  }
}

TEST_CASE("where a closed terminal is ignored it stays so, also after an interrupt") {
  for (second_interrupt then : {ends, counts}) {
    CHECK(after({SIGHUP, SIGHUP}, then, SIG_IGN) == fate::goes_on);
    CHECK(after({SIGTERM, SIGHUP}, then, SIG_IGN) == fate::knows);
  }
}
