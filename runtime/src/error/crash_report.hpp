// Tells the Runtime API and the log what happened before std::terminate ends the process: a handler
// that throws through noexcept, a thread with an uncaught exception. Signals go to the log alone
// (crash_signals.hpp); the platform reports them.
#pragma once

#include <lambent/context.hpp>

#include <string_view>

namespace lambent {

// One per process, made by the loop; it installs a terminate handler and puts the old one back.
class crash_report {
public:
  explicit crash_report(std::string_view api);
  ~crash_report();
  crash_report(const crash_report&) = delete;
  crash_report& operator=(const crash_report&) = delete;

  // Between these, a crash is the init phase's or this invocation's; `about` outlives leave().
  void enter_init() noexcept;
  void enter_handler(const context& about) noexcept;
  void leave() noexcept;

  // From here on several threads run handlers: a crash is that of the crashing thread's own
  // invocation. Of one in another thread it is not known whose it is; the platform reports it.
  void several_handlers() noexcept;
};

// What a crash ends, for the log: an invocation's id, "the init phase", or "the function". A signal
// handler may ask.
[[nodiscard]] std::string_view crash_subject() noexcept;

}  // namespace lambent
