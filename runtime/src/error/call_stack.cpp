#include "call_stack.hpp"

#include <cxxabi.h>
#include <unwind.h>

#include <exception>

#include "guarded_call.hpp"

namespace lambent {

namespace {

template <class Function>
std::uintptr_t address_of(Function* function) noexcept {
  return reinterpret_cast<std::uintptr_t>(function);
}

// What raises an exception or ends the process over one. Its callers are the user's. Below such a
// frame there is never an older one: a cleanup runs on a stack that is already unwound.
bool raises(std::uintptr_t function) noexcept {
#if __cpp_exceptions
  if (function == address_of(abi::__cxa_throw) || function == address_of(abi::__cxa_rethrow) ||
      function == address_of(std::rethrow_exception) || function == address_of(_Unwind_Resume)) {
    return true;
  }
#endif
  return function == address_of(std::terminate);
}

struct walk {
  call_stack stack;
  std::uintptr_t self = 0;  // The capturing function; 0 when the walk begins at a signal.
  std::uintptr_t pc = 0;
};

_Unwind_Reason_Code step(_Unwind_Context* frame, void* argument) {
  walk& w = *static_cast<walk*>(argument);
  int before_instruction = 0;
  const std::uintptr_t ip = _Unwind_GetIPInfo(frame, &before_instruction);
  const std::uintptr_t function = _Unwind_GetRegionStart(frame);
  if (function != 0 && function == address_of(run_guarded)) return _URC_NORMAL_STOP;
  if (w.self != 0 && (function == w.self || raises(function))) {
    w.stack.size = 0;
  } else if (w.self == 0 && ip == w.pc && before_instruction != 0) {
    w.stack.size = 0;
    w.stack.add(ip);
  } else if (ip != 0) {
    // A return address may already belong to the next line, or to the next function.
    w.stack.add(ip - 1);
  }
  return _URC_NO_REASON;
}

}  // namespace

[[gnu::noinline]] call_stack capture_stack() noexcept {
  walk w;
  w.self = address_of(capture_stack);
  (void)_Unwind_Backtrace(step, &w);
  return w.stack;
}

[[gnu::noinline]] call_stack capture_stack_from(std::uintptr_t pc) noexcept {
  walk w;
  w.pc = pc;
  (void)_Unwind_Backtrace(step, &w);
  return w.stack;
}

}  // namespace lambent
