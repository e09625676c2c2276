// `lambent::run` behind its template: init, then event after event, until the Runtime API is gone.
#include <lambent/detail/handler.hpp>
#include <lambent/runtime.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "error/crash_report.hpp"
#include "error/exception_report.hpp"

#if __cpp_exceptions && defined(__GLIBCXX__)
#include <cxxabi.h>
#endif

namespace lambent::detail {

int serve_function(function& what, const runtime::options& chosen);

status function::settle(runtime& api, const answer& out) {
  if (!out.failed()) return api.reply(out.body(), out.content_type());
  return out.wrote_error_body() ? api.fail_with_body(out.why().type, out.body(), out.content_type())
                                : api.fail(out.why());
}

namespace {

// One write per line, so that lines of several threads do not mix.
void say(std::string_view text) {
  std::string line = "lambent: ";
  line += text;
  line += '\n';
  const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
  (void)written;  // There is nobody else to tell.
}

#if __cpp_exceptions

template <class Call>
void guarded(answer& out, const Call& call) {
  try {
    call();
#ifdef __GLIBCXX__
  } catch (const abi::__forced_unwind&) {
    throw;  // The thread is being cancelled; swallowing that aborts the process.
#endif
  } catch (const failure& thrown) {
    out.fail(thrown);
  } catch (...) {
    failure why = current_failure();
    // What a codec throws says more about the codec than about the event.
    if (out.at() != answer::stage::handling) {
      why.message.insert(0, why.type + ": ");
      why.type.clear();
    }
    out.fail(std::move(why));
  }
}

#else

template <class Call>
void guarded(answer&, const Call& call) {
  call();
}

#endif

std::string describe(const failure& why) {
  return why.message.empty() ? why.type : why.type + ": " + why.message;
}

std::string describe(const answer& out) {
  return out.wrote_error_body() ? std::string(out.body()) : describe(out.why());
}

bool start(function& what, runtime& api, answer& out) {
  out.begin();
  guarded(out, [&] { what.start(out); });
  if (!out.failed()) return true;
  say("the init phase failed: " + describe(out.why()));
  if (api.fail_init(out.why()) != status::ok) say(api.problem());
  return false;
}

void say_problem(const runtime& api) {
  say(std::string(api.current().request_id) + ": " + std::string(api.problem()));
}

void serve(function& what, runtime& api, crash_report& crash, answer& out) {
  out.begin();
  crash.enter_handler(api.current());
  guarded(out, [&] { what.call(api, out); });
  crash.leave();
  if (out.failed()) {
    say(std::string(api.current().request_id) + " failed: " + describe(out));
  }
  if (what.settle(api, out) != status::ok) say_problem(api);
}

}  // namespace

int serve_function(function& what, const runtime::options& chosen) {
  // A pipe would make stdout fully buffered: lines would wait for a later invocation.
  (void)std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  runtime::options with_api = chosen;
  if (with_api.api.empty()) {
    if (const char* const api = std::getenv("AWS_LAMBDA_RUNTIME_API")) with_api.api = api;
  }
  runtime api(with_api);
  if (!api.usable()) {
    say(api.problem());
    return EXIT_FAILURE;
  }
  crash_report crash(with_api.api);
  answer out;
  crash.enter_init();
  const bool started = start(what, api, out);
  crash.leave();
  if (!started) return EXIT_FAILURE;
  for (status now = api.next(); now != status::lost; now = api.next()) {
    if (now == status::ok) {
      serve(what, api, crash, out);
    } else {
      say_problem(api);  // Of the reply before, which left together with the request for the next.
    }
  }
  say(api.problem());
  return EXIT_FAILURE;
}

}  // namespace lambent::detail
