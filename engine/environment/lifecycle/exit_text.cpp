#include "engine/environment/lifecycle/exit_text.hpp"

#include <fmt/format.h>

namespace lambent::environment {
namespace {

// Signal names as Lambda prints them (Go's syscall.Signal).
std::string_view signal_text(int number) {
  switch (number) {
    case 1:
      return "hangup";
    case 2:
      return "interrupt";
    case 3:
      return "quit";
    case 4:
      return "illegal instruction";
    case 5:
      return "trace/breakpoint trap";
    case 6:
      return "aborted";
    case 7:
      return "bus error";
    case 8:
      return "floating point exception";
    case 9:
      return "killed";
    case 11:
      return "segmentation fault";
    case 13:
      return "broken pipe";
    case 14:
      return "alarm clock";
    case 15:
      return "terminated";
    default:
      return {};
  }
}

}  // namespace

std::string exit_text(const exit_report& how) {
  if (!how.start_problem.empty()) return how.start_problem;
  if (how.by_signal) {
    std::string_view name = signal_text(how.code);
    if (name.empty()) return fmt::format("Runtime exited with error: signal {}", how.code);
    return fmt::format("Runtime exited with error: signal: {}", name);
  }
  if (how.code == 0) return "Runtime exited without providing a reason";
  return fmt::format("Runtime exited with error: exit status {}", how.code);
}

std::string extension_exit_text(const exit_report& how) {
  if (!how.by_signal) {
    return how.code == 0 ? "exit code 0" : fmt::format("exit status {}", how.code);
  }
  std::string_view name = signal_text(how.code);
  return name.empty() ? fmt::format("signal {}", how.code) : fmt::format("signal: {}", name);
}

std::string_view exit_type(const exit_report& how) {
  if (!how.start_problem.empty()) return how.start_problem_type;
  return how.out_of_memory ? "Runtime.OutOfMemory" : "Runtime.ExitError";
}

}  // namespace lambent::environment
