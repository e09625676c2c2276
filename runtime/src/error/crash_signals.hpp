// The signals of a crash: each leaves what happened and the stack in the log, and then ends the
// process as it would have without us, so that the exit status is true.
#pragma once

#include <cstddef>

namespace lambent {

// While one exists, SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT are told. A signal that somebody
// else handles, a sanitizer or the user, stays theirs. One per process.
class crash_signals {
public:
  crash_signals() noexcept;
  ~crash_signals();
  crash_signals(const crash_signals&) = delete;
  crash_signals& operator=(const crash_signals&) = delete;
};

// A stack for signal handlers on the calling thread, which makes and destroys it: with one, also
// the overflow of the thread's own stack is told. A thread that has such a stack keeps it.
class signal_stack {
public:
  signal_stack() noexcept;
  ~signal_stack();
  signal_stack(const signal_stack&) = delete;
  signal_stack& operator=(const signal_stack&) = delete;

private:
  void* memory_ = nullptr;
  std::size_t bytes_ = 0;
};

// The SIGABRT that follows needs no telling: std::terminate has told.
void crash_is_told() noexcept;

}  // namespace lambent
