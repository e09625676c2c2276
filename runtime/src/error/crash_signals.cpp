#include "crash_signals.hpp"

#include <signal.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstring>

#include "call_stack.hpp"
#include "crash_log.hpp"
#include "crash_report.hpp"

namespace lambent {

namespace {

// Unwinding and demangling take about 20 KiB; vector registers in the signal's frame up to 11 more.
constexpr std::size_t signal_stack_bytes = 64 * 1024;
// A crash inside malloc can leave a lock behind that the unwinder waits for.
constexpr unsigned telling_seconds_max = 2;
// The kernel does not move a stack's end further down at one time than this.
constexpr std::uintptr_t stack_probe_bytes_max = 64 * 1024;

struct crash_kind {
  int signal;
  const char* name;
  const char* meaning;
};
constexpr crash_kind kinds[] = {
    {SIGSEGV, "SIGSEGV", "invalid memory access"},
    {SIGBUS, "SIGBUS", "bus error"},
    {SIGFPE, "SIGFPE", "arithmetic error"},
    {SIGILL, "SIGILL", "illegal instruction"},
    {SIGABRT, "SIGABRT", "abort"},
};

// The first crash; what follows it, in the handler or on another thread, is its consequence.
std::atomic<int> first_signal{0};
std::atomic<pid_t> first_thread{0};
std::atomic<bool> told{false};

struct machine_state {
  std::uintptr_t pc = 0;
  std::uintptr_t sp = 0;
  std::uintptr_t caller = 0;  // Where a call that has done nothing yet returns to; 0 when unknown.
};

// False where this code does not know the machine.
bool read_machine(const ucontext_t& machine, machine_state& out) noexcept {
#if defined(__x86_64__)
  out.pc = static_cast<std::uintptr_t>(machine.uc_mcontext.gregs[REG_RIP]);
  out.sp = static_cast<std::uintptr_t>(machine.uc_mcontext.gregs[REG_RSP]);
#elif defined(__aarch64__)
  out.pc = machine.uc_mcontext.pc;
  out.sp = machine.uc_mcontext.sp;
#else
  (void)machine;
  (void)out;
  return false;
#endif
  return true;
}

// Of a call to nowhere: nothing of the function that was not there has run.
std::uintptr_t caller_of(const ucontext_t& machine, const machine_state& at) noexcept {
#if defined(__aarch64__)
  (void)at;
  return machine.uc_mcontext.regs[30];
#elif defined(__x86_64__)
  (void)machine;
  if (at.sp == 0 || at.sp % sizeof(std::uintptr_t) != 0) return 0;
  std::uintptr_t address = 0;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): a register is a number.
  std::memcpy(&address, reinterpret_cast<const void*>(at.sp), sizeof address);
  return address;
#else
  (void)machine;
  (void)at;
  return 0;
#endif
}

void set_default(int signal) noexcept {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  (void)::sigaction(signal, &action, nullptr);
}

void unblock(int signal) noexcept {
  sigset_t set;
  (void)sigemptyset(&set);
  (void)sigaddset(&set, signal);
  (void)::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

[[noreturn]] void die(int signal) noexcept {
  set_default(signal);
  unblock(signal);
  (void)::raise(signal);
  // Still here: the first process of a container does not die of a signal it sends itself.
  ::_exit(128 + signal);
}

void on_alarm(int) { die(first_signal.load()); }

void limit_time() noexcept {
  struct sigaction action = {};
  action.sa_handler = on_alarm;
  (void)sigemptyset(&action.sa_mask);
  (void)::sigaction(SIGALRM, &action, nullptr);
  unblock(SIGALRM);
  (void)::alarm(telling_seconds_max);
}

bool is_stack_overflow(std::uintptr_t address, const machine_state& at) noexcept {
  return at.sp != 0 && address < at.sp + stack_probe_bytes_max &&
         address + stack_probe_bytes_max > at.sp;
}

void tell_what(int signal, const siginfo_t& info, const machine_state& at) noexcept {
  crash_line line;
  line << "lambent: " << crash_subject() << " crashed: ";
  for (const crash_kind& kind : kinds) {
    if (kind.signal != signal) continue;
    const auto address = reinterpret_cast<std::uintptr_t>(info.si_addr);
    const char* meaning = kind.meaning;
    const bool fault = info.si_code > 0;
    if (signal == SIGSEGV && fault && is_stack_overflow(address, at)) meaning = "stack overflow";
    if (signal == SIGFPE && info.si_code == FPE_INTDIV) meaning = "division by zero";
    line << kind.name << ", " << meaning;
    if (fault && signal != SIGABRT) {
      line << " at ";
      line.hex(address);
    } else if (info.si_code <= 0 && info.si_pid != ::getpid()) {
      line << ", sent by process " << static_cast<unsigned long>(info.si_pid);
    }
  }
  line << "\n";
}

void tell_where(const ucontext_t& machine, const machine_state& at) noexcept {
  call_stack stack = capture_stack_from(at.pc);
  // Without the instruction the walk has not got past this handler; the instruction itself is
  // known.
  const bool found = stack.size != 0 && stack.frames[0] == at.pc;
  if (!found) stack.size = 0;
  if (!found && at.pc != 0) stack.add(at.pc);
  if (stack.size <= 1) {
    if (const std::uintptr_t caller = caller_of(machine, at); caller != 0) stack.add(caller - 1);
  }
  write_stack(stack);
}

void on_signal(int signal, siginfo_t* info, void* machine_context) {
  int none = 0;
  const pid_t thread = ::gettid();
  if (!first_signal.compare_exchange_strong(none, signal)) {
    if (first_thread.load() == thread) die(none);  // The telling itself has crashed.
    while (true) ::pause();                        // The first one ends the process.
  }
  first_thread.store(thread);
  if (told.load()) die(signal);
  limit_time();
  const auto& machine = *static_cast<const ucontext_t*>(machine_context);
  machine_state at;
  const bool readable = read_machine(machine, at);
  tell_what(signal, *info, at);
  if (readable) tell_where(machine, at);
  die(signal);
}

bool is_ours(const struct sigaction& action) noexcept {
  return (action.sa_flags & SA_SIGINFO) != 0 && action.sa_sigaction == on_signal;
}

bool is_default(const struct sigaction& action) noexcept {
  return (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_DFL;
}

}  // namespace

crash_signals::crash_signals() noexcept {
  struct sigaction ours = {};
  ours.sa_sigaction = on_signal;
  ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
  (void)sigemptyset(&ours.sa_mask);
  for (const crash_kind& kind : kinds) {
    struct sigaction before = {};
    if (::sigaction(kind.signal, &ours, &before) != 0 || is_default(before)) continue;
    (void)::sigaction(kind.signal, &before, nullptr);
  }
}

crash_signals::~crash_signals() {
  for (const crash_kind& kind : kinds) {
    struct sigaction now = {};
    if (::sigaction(kind.signal, nullptr, &now) == 0 && is_ours(now)) set_default(kind.signal);
  }
}

signal_stack::signal_stack() noexcept {
  std::size_t bytes = signal_stack_bytes;
#ifdef AT_MINSIGSTKSZ
  bytes += ::getauxval(AT_MINSIGSTKSZ);
#endif
  void* const memory =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  stack_t own = {};
  own.ss_sp = memory;
  own.ss_size = bytes;
  stack_t before = {};
  const bool set = ::sigaltstack(&own, &before) == 0;
  if (set && (before.ss_flags & SS_DISABLE) != 0) {
    memory_ = memory;
    bytes_ = bytes;
    return;
  }
  if (set) (void)::sigaltstack(&before, nullptr);
  (void)::munmap(memory, bytes);
}

signal_stack::~signal_stack() {
  if (memory_ == nullptr) return;
  stack_t none = {};
  none.ss_flags = SS_DISABLE;
  (void)::sigaltstack(&none, nullptr);
  (void)::munmap(memory_, bytes_);
}

void crash_is_told() noexcept { told = true; }

}  // namespace lambent
