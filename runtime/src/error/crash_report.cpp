#include "crash_report.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <exception>

#include "../current_invocation.hpp"
#include "../runtime_api/api_client.hpp"
#include "call_stack.hpp"
#include "crash_log.hpp"
#include "crash_signals.hpp"
#include "error_message.hpp"
#include "exception_report.hpp"
#include "stack_trace.hpp"

namespace lambent {

namespace {

constexpr std::chrono::milliseconds crash_io_limit{1000};

// A terminate handler takes no argument, so what it needs lies here. `running` is set while a
// handler or the init phase runs; another thread may be the one that crashes.
enum class phase : int { none, init, handler };
std::string_view crash_api;
pid_t crash_process = 0;
context crash_context;
std::atomic<phase> crash_phase{phase::none};
std::terminate_handler previous = nullptr;

// With several handlers each thread knows its own.
std::atomic<bool> several{false};
thread_local const context* own_invocation = nullptr;

// What a crash of this thread ends; null for none that is known.
const context* crashed_invocation() noexcept {
  if (!several) return &crash_context;
  if (own_invocation != nullptr) return own_invocation;
  // A thread that a handler started and that said for which invocation it works.
  const context* const about = current_invocation();
  return about == nullptr || about->request_id.empty() ? nullptr : about;
}

// On a connection of its own: the other one may be in use, and this thread may not be its owner.
void report(const failure& why) {
  // A child that the handler has forked ends alone; the invocation is its parent's.
  if (::getpid() != crash_process) return;
  const context* const about = crashed_invocation();
  const phase was = several ? phase::handler : crash_phase.exchange(phase::none);
  if (was == phase::none || about == nullptr) return;
  api_client client({.io = crash_io_limit});
  if (!client.aim(crash_api)) return;
  const error_message told(why);
  (void)client.send(told.as_post(was == phase::handler ? about->request_id : "",
                                 was == phase::handler ? about->invocation_id : ""));
}

void write_to_log(const failure& why, const call_stack& at) {
  {
    crash_line line;
    line << "lambent: " << crash_subject() << " crashed: std::terminate";
    if (exception_in_flight()) line << ", " << error_text(why);
    line << "\n";
  }
  write_stack(at);
  crash_is_told();
}

[[noreturn]] void on_terminate() {
  const call_stack at = capture_stack();
  const failure why =
      exception_in_flight()
          ? current_failure(at)
          : failure{"Function.Terminated", "the function called std::terminate", lines_of(at)};
  write_to_log(why, at);
  report(why);
  if (previous != nullptr) previous();
  std::abort();
}

}  // namespace

std::string_view crash_subject() noexcept {
  const phase now = several ? phase::handler : crash_phase.load();
  if (now == phase::init) return "the init phase";
  const context* const about = now == phase::handler ? crashed_invocation() : nullptr;
  return about != nullptr ? about->request_id : "the function";
}

crash_report::crash_report(std::string_view api) {
  crash_api = api;
  crash_process = ::getpid();
  previous = std::set_terminate(on_terminate);
}

crash_report::~crash_report() {
  leave();
  std::set_terminate(previous);
}

void crash_report::enter_init() noexcept { crash_phase = phase::init; }

void crash_report::enter_handler(const context& about) noexcept {
  own_invocation = &about;
  if (several) return;
  crash_context = about;
  crash_phase = phase::handler;
}

void crash_report::leave() noexcept {
  own_invocation = nullptr;
  crash_phase = phase::none;
}

void crash_report::several_handlers() noexcept { several = true; }

}  // namespace lambent
