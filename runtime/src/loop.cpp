// `lambent::run` behind its template: init, then event after event, until the Runtime API is gone.
#include "loop.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "concurrency/max_concurrency.hpp"
#include "error/crash_signals.hpp"
#include "error/error_report.hpp"
#include "error/guarded_call.hpp"
#include "lifecycle/snapshot.hpp"
#include "lifecycle/steps.hpp"

namespace lambent::detail {

int serve_function(function& what, const runtime::options& chosen);

status function::settle(runtime& api, const answer& out) {
  if (!out.failed()) return api.reply(out.body(), out.content_type());
  return out.wrote_error_body() ? api.fail_with_body(out.why().type, out.body(), out.content_type())
                                : api.fail(out.why());
}

namespace {

std::string error_text(const answer& out) {
  return out.wrote_error_body() ? std::string(out.body()) : describe(out.why());
}

bool start(init_phase& what, runtime& api, answer& out) {
  out.begin();
  call_guarded(out, [&] { what.start(out); });
  if (!out.failed()) return true;
  say({"the init phase failed: ", describe(out.why())});
  if (api.fail_init(out.why()) != status::ok) say(api.problem());
  return false;
}

class alone final : public driver {
public:
  explicit alone(function& what) : what_(what) {}

  void drive(session& with) override {
    if (max_concurrency() > 1) {
      say("AWS_LAMBDA_MAX_CONCURRENCY is more than 1, but lambent::run serves one invocation at a "
          "time\nhint: a handler that may run on several threads is served by "
          "lambent::run_concurrent, of lambent/concurrency.hpp");
    }
    serve_events(what_, with);
  }

private:
  function& what_;
};

void say_problem(const runtime& api) { say({api.current().request_id, ": ", api.problem()}); }

void serve(function& what, session& with) {
  with.out.begin();
  with.crash.enter_handler(with.api.current());
  call_guarded(with.out, [&] { what.call(with.api, with.out); });
  with.crash.leave();
  if (with.out.failed()) {
    say({with.api.current().request_id, " failed: ", error_text(with.out)});
  }
  if (what.settle(with.api, with.out) != status::ok) say_problem(with.api);
}

}  // namespace

std::string describe(const failure& why) { return lambent::error_text(why) + stack_text(why); }

void guarded_call(answer& out, void (*call)(const void*), const void* with) {
  failure why;
  const call_outcome how = run_guarded(call, with, why);
  if (how == call_outcome::returned) return;
  // What a codec throws says more about the codec than about the event.
  if (how == call_outcome::threw && out.at() != answer::stage::handling) {
    why.message.insert(0, why.type + ": ");
    why.type.clear();
  }
  out.fail(std::move(why));
}

lifecycle_steps& lifecycle() noexcept {
  static constinit lifecycle_steps steps;
  return steps;
}

status serve_events(function& what, session& with) {
  status now = with.api.next();
  for (; now == status::ok || now == status::refused; now = with.api.next()) {
    if (now == status::ok) {
      serve(what, with);
    } else {
      say_problem(with.api);  // Of the reply before, which left with the request for the next.
    }
  }
  if (now != status::stopped) say(with.api.problem());
  return now;
}

int serve_with(init_phase& what, driver& how, const runtime::options& chosen) {
  // A pipe would make stdout fully buffered: lines would wait for a later invocation.
  (void)std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  runtime::options with_api = chosen;
  if (with_api.api.empty()) {
    if (const char* const api = std::getenv("AWS_LAMBDA_RUNTIME_API")) with_api.api = api;
  }
  // The environment is the whole process's: with several workers no trace id is right for all.
  if (max_concurrency() > 1) with_api.set_trace_variable = false;
  runtime api(with_api);
  if (!api.usable()) {
    say(api.problem());
    return EXIT_FAILURE;
  }
  const signal_stack stack;
  const crash_signals signals;
  crash_report crash(with_api.api);
  answer out;
  crash.enter_init();
  const bool started = start(what, api, out);
  crash.leave();
  if (!started) return EXIT_FAILURE;
  lifecycle_steps& steps = lifecycle();
  steps.init_is_over = true;
  if (const auto watch = steps.watch_for_shutdown.load()) {
    api.stop_when_readable(watch(with_api.api));
  }
  if (!pass_snapshot(with_api.api)) return EXIT_FAILURE;
  session with{with_api, api, crash, out};
  how.drive(with);
  if (const auto all_answered = steps.all_answered.load()) all_answered();
  return EXIT_FAILURE;
}

int serve_function(function& what, const runtime::options& chosen) {
  alone how(what);
  return serve_with(what, how, chosen);
}

}  // namespace lambent::detail
