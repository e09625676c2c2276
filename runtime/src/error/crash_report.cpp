#include "crash_report.hpp"

#include <atomic>
#include <cstdlib>
#include <exception>

#include "../current_invocation.hpp"
#include "../runtime_api/api_client.hpp"
#include "error_report.hpp"
#include "exception_report.hpp"

namespace lambent {

namespace {

constexpr std::chrono::milliseconds crash_io_limit{1000};

// A terminate handler takes no argument, so what it needs lies here. `running` is set while a
// handler or the init phase runs; another thread may be the one that crashes.
enum class phase : int { none, init, handler };
std::string_view crash_api;
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
void report() {
  const context* const about = crashed_invocation();
  const phase was = several ? phase::handler : crash_phase.exchange(phase::none);
  if (was == phase::none || about == nullptr) return;
  const failure why = exception_in_flight()
                          ? current_failure()
                          : failure{"Function.Terminated", "the function called std::terminate"};
  api_client client({.io = crash_io_limit});
  if (!client.aim(crash_api)) return;
  const std::string body = error_body(why);
  const std::string type = header_error_type(why.type);
  (void)client.send({.request_id = was == phase::handler ? about->request_id : "",
                     .invocation_id = was == phase::handler ? about->invocation_id : "",
                     .error_type = type,
                     .content_type = "application/json",
                     .body = body});
}

[[noreturn]] void on_terminate() {
  report();
  if (previous != nullptr) previous();
  std::abort();
}

}  // namespace

crash_report::crash_report(std::string_view api) {
  crash_api = api;
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
