// What the loop behind `lambent::run` shares with the workers of `lambent::run_concurrent` and with
// the lifecycle's hooks.
#pragma once

#include <lambent/detail/handler.hpp>
#include <lambent/runtime.hpp>

#include <string>
#include <string_view>

#include "error/crash_report.hpp"
#include "say.hpp"

namespace lambent::detail {

// Its chain of causes and its stack, for the log.
[[nodiscard]] std::string describe(const failure& why);

// Calls; what is thrown becomes the answer's failure.
void guarded_call(answer& out, void (*call)(const void*), const void* with);
template <class Call>
void call_guarded(answer& out, const Call& call) {
  guarded_call(out, [](const void* it) { (*static_cast<const Call*>(it))(); }, &call);
}

// What one worker has.
struct session {
  const runtime::options& chosen;
  runtime& api;
  crash_report& crash;
  answer& out;
};

// Event after event, until next() has none; says why, and gives that status.
status serve_events(function& what, session& with);

// How events are served once the init phase is over; returns when no more are taken.
class driver {
public:
  virtual void drive(session& with) = 0;

protected:
  ~driver() = default;
};

// The whole life of a function; the value is its exit code.
int serve_with(init_phase& what, driver& how, const runtime::options& chosen);

}  // namespace lambent::detail
