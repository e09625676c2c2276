// Real functions with hooks against the fake API: signals, the internal extension, snapshots.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <lambent/version.hpp>

#include <csignal>
#include <string>
#include <utility>
#include <vector>

#include "../function_process.hpp"
#include "../runtime_api/fake_api.hpp"
#include "../runtime_api/parallel_api.hpp"

using namespace lambent;

namespace {

std::string registered(const std::string& header = "Lambda-Extension-Identifier: id-1\r\n") {
  return "HTTP/1.1 200 OK\r\n" + header + "Content-Length: 2\r\n\r\n{}";
}

// A function that waits for its first event.
struct function {
  parallel_api api;
  function_process process;

  explicit function(std::vector<std::string> environment = {},
                    const std::string& name = "hooks_function",
                    const std::string& registration = registered())
      : process(name, variables(api, std::move(environment), registration)) {}

  void wait_until_idle() { REQUIRE(api.wait_for_waiting(1)); }

  static std::vector<std::string> variables(parallel_api& api, std::vector<std::string> environment,
                                            const std::string& registration) {
    api.answer("/extension/register", registration);
    environment.push_back("AWS_LAMBDA_RUNTIME_API=" + api.address());
    return environment;
  }
};

bool exited_with(int status, int code) { return WIFEXITED(status) && WEXITSTATUS(status) == code; }

const std::string snap_start = "AWS_LAMBDA_INITIALIZATION_TYPE=snap-start";

std::string body_of(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

}  // namespace

TEST_CASE("a function with shutdown hooks is an internal extension before it asks for an event") {
  function f;
  f.wait_until_idle();
  const std::string common =
      " HTTP/1.1\r\nHost: " + f.api.address() + "\r\nUser-Agent: lambent/" LAMBENT_VERSION "\r\n";
  REQUIRE(f.api.wait_for("/next", 2));
  const auto all = f.api.requests("");
  REQUIRE(all.size() == 3);
  CHECK(all[0] == "POST /2020-01-01/extension/register" + common +
                      "Lambda-Extension-Name: lambent-shutdown\r\nLambda-Extension-Accept-Feature: "
                      "accountId\r\nContent-Type: application/json\r\nContent-Length: "
                      "13\r\n\r\n{\"events\":[]}");
  // The two GETs are on two connections.
  CHECK(f.api.requests("/extension/event/next")[0] ==
        "GET /2020-01-01/extension/event/next" + common +
            "Lambda-Extension-Identifier: id-1\r\n\r\n");
  f.process.signal(SIGTERM);
  CHECK(exited_with(f.process.wait(), 0));
}

TEST_CASE("SIGTERM and SIGINT run the shutdown hooks, the last registered first, and end with 0") {
  for (const int number : {SIGTERM, SIGINT}) {
    function f;
    f.wait_until_idle();
    f.process.signal(number);
    CHECK(exited_with(f.process.wait(), 0));
    CHECK(f.process.out == "second\nfirst\n");
    CHECK(f.process.err.empty());
  }
}

TEST_CASE("a signal that the function was started to ignore runs no shutdown hook") {
  (void)std::signal(SIGINT, SIG_IGN);
  function f;
  (void)std::signal(SIGINT, SIG_DFL);
  f.wait_until_idle();
  f.process.signal(SIGINT);
  f.api.give(invocation("1", "text"));
  CHECK(f.api.wait_for("/invocation/next", 2));
  f.process.signal(SIGTERM);
  CHECK(exited_with(f.process.wait(), 0));
  CHECK(f.process.out == "handled text\nsecond\nfirst\n");
}

TEST_CASE("an invocation in flight is answered before the shutdown hooks run") {
  function f;
  f.wait_until_idle();
  f.api.give(invocation("1", "signal"));
  CHECK(exited_with(f.process.wait(), 0));
  CHECK(f.process.out == "handled signal\nsecond\nfirst\n");
  CHECK(f.api.requests("/invocation/1/response").size() == 1);
}

TEST_CASE("a handler that does not come back keeps no shutdown hook from running") {
  function f;
  f.wait_until_idle();
  f.api.give(invocation("1", "signal and hang"));
  CHECK(exited_with(f.process.wait(), 0));
  CHECK(f.process.out == "second\nfirst\n");
  CHECK(f.api.requests("/invocation/1/").empty());
}

TEST_CASE("a shutdown hook that throws is named, the others run, and the end is 1") {
  function f({"HOOK=throw in second"});
  f.wait_until_idle();
  f.process.signal(SIGTERM);
  CHECK(exited_with(f.process.wait(), 1));
  CHECK(f.process.out == "second\nfirst\n");
  CHECK(f.process.err.starts_with(
      "lambent: a shutdown hook failed: std::runtime_error: cannot flush\n  at "));
}

TEST_CASE("shutdown hooks that take longer than Lambda waits are told so where nobody kills them") {
  function f({"HOOK=slow first"});
  f.wait_until_idle();
  f.process.signal(SIGTERM);
  CHECK(exited_with(f.process.wait(), 0));
  CHECK(f.process.err.starts_with("lambent: shutting down took "));
  CHECK(f.process.err.ends_with(" ms; Lambda kills the process after 500 ms\n"));
}

TEST_CASE("a second signal ends a function whose shutdown hook hangs") {
  function f({"HOOK=hang in second"});
  f.wait_until_idle();
  f.process.signal(SIGTERM);
  REQUIRE(f.process.wait_for_output("second\n"));
  f.process.signal(SIGTERM);
  const int status = f.process.wait();
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGTERM);
  CHECK(f.process.out == "second\n");
}

TEST_CASE("a registration that is refused is said; events and other senders' signals are served") {
  const std::string doing = "register the extension \"lambent-shutdown\": ";
  for (const auto& [answer, why] : std::vector<std::pair<std::string, std::string>>{
           {answer_of(404, "404 page not found"),
            "the Extensions API answered 404 (404 page not found)"},
           {answer_of(403, R"({"errorType":"Extension.TooManyExtensions"})"),
            "the Extensions API answered 403 (Extension.TooManyExtensions)"},
           {registered(""), "the answer has no valid Lambda-Extension-Identifier"}}) {
    function f({}, "hooks_function", answer);
    f.wait_until_idle();
    f.api.give(invocation("1", "text"));
    CHECK(f.api.wait_for("/invocation/1/response", 1));
    f.process.signal(SIGTERM);
    CHECK(exited_with(f.process.wait(), 0));
    CHECK(f.process.out == "handled text\nsecond\nfirst\n");
    std::string said = "lambent: for the shutdown hooks: ";
    said.append(doing).append(why);
    said += "; Lambda sends no SIGTERM without it, other senders do\n";
    CHECK(f.process.err == said);
    CHECK(f.api.requests("/extension/event/next").empty());
  }
}

TEST_CASE("a first shutdown hook after the init phase is too late, and is told so") {
  function f({"HOOK=late"});
  f.wait_until_idle();
  CHECK(f.api.requests("/extension/").empty());
  f.api.give(invocation("1", "late"));
  CHECK(f.api.wait_for("/invocation/1/response", 1));
  f.process.signal(SIGTERM);
  const int status = f.process.wait();
  CHECK(WIFSIGNALED(status));  // Nobody waits for the signal.
  CHECK(f.process.err ==
        "lambent: on_shutdown: the first hook came after the init phase, when Lambda takes no "
        "extension any more; it will not run\n");
}

TEST_CASE("a further shutdown hook may come with an event") {
  function f;
  f.wait_until_idle();
  f.api.give(invocation("1", "late"));
  CHECK(f.api.wait_for("/invocation/1/response", 1));
  f.process.signal(SIGTERM);
  CHECK(exited_with(f.process.wait(), 0));
  CHECK(f.process.out == "handled late\nlate\nsecond\nfirst\n");
}

TEST_CASE("the shutdown hooks do not run when the Runtime API is gone") {
  function f;
  f.wait_until_idle();
  f.api.end();
  CHECK(exited_with(f.process.wait(), 1));
  CHECK(f.process.out.empty());
}

TEST_CASE("the shutdown example writes what is left") {
  function f({}, "shutdown");
  f.wait_until_idle();
  f.api.give(invocation("1", "{}"));
  CHECK(f.api.wait_for("/invocation/next", 2));
  f.process.signal(SIGTERM);
  CHECK(exited_with(f.process.wait(), 0));
  CHECK(f.process.out == "1 orders were waiting; written\n");
}

TEST_CASE("a snapshot lies between the hooks of before, in reverse, and those of after, in order") {
  function f({snap_start});
  f.wait_until_idle();
  const auto all = f.api.requests("/2018-06-01/");
  REQUIRE(all.size() == 2);
  CHECK(all[0] == "GET /2018-06-01/runtime/restore/next HTTP/1.1\r\nHost: " + f.api.address() +
                      "\r\nUser-Agent: lambent/" LAMBENT_VERSION "\r\n\r\n");
  f.process.signal(SIGTERM);
  CHECK(exited_with(f.process.wait(), 0));
  CHECK(f.process.out == "before 2\nbefore 1\nafter 1\nafter 2\nsecond\nfirst\n");
}

TEST_CASE("without SnapStart the hooks around a snapshot do not run") {
  function f({"AWS_LAMBDA_INITIALIZATION_TYPE=on-demand"});
  f.wait_until_idle();
  CHECK(f.api.requests("/restore/").empty());
  f.process.signal(SIGTERM);
  f.process.wait();
  CHECK(f.process.out == "second\nfirst\n");
}

TEST_CASE("a hook that fails before the snapshot is the function's init error") {
  function f({snap_start, "HOOK=fail in before 2"});
  CHECK(exited_with(f.process.wait(), 1));
  CHECK(f.process.out == "before 2\n");
  CHECK(f.process.err == "lambent: a before_snapshot hook failed: cache::dirty: cannot close\n");
  const auto errors = f.api.requests("POST /2018-06-01/runtime/init/error");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].find("\r\nLambda-Runtime-Function-Error-Type: Runtime.BeforeSnapshotError\r\n") !=
        std::string::npos);
  CHECK(body_of(errors[0]) ==
        R"({"errorMessage":"cannot close","errorType":"cache::dirty","stackTrace":[]})");
  CHECK(f.api.requests("/restore/").empty());
}

TEST_CASE("a hook that fails after the restore is a restore error") {
  function f({snap_start, "HOOK=throw in after 1"});
  CHECK(exited_with(f.process.wait(), 1));
  CHECK(f.process.out == "before 2\nbefore 1\nafter 1\n");
  CHECK(f.process.err.starts_with(
      "lambent: an after_restore hook failed: std::runtime_error: cannot flush\n  at "));
  const auto errors = f.api.requests("POST /2018-06-01/runtime/restore/error");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].find("\r\nLambda-Runtime-Function-Error-Type: Runtime.AfterRestoreError\r\n") !=
        std::string::npos);
  CHECK(body_of(errors[0]).starts_with(
      R"({"errorMessage":"cannot flush","errorType":"std::runtime_error","stackTrace":[")"));
  CHECK(f.api.requests("/invocation/next").empty());
}

TEST_CASE("an API without snapshots is named, and the function goes on") {
  parallel_api api;
  api.answer("/restore/next", answer_of(404, "404 page not found"));
  function_process c("snapshot", {"AWS_LAMBDA_RUNTIME_API=" + api.address(), snap_start});
  REQUIRE(api.wait_for_waiting(1));
  api.give(invocation("1", "x"));
  CHECK(api.wait_for("/invocation/1/response", 1));
  c.signal(SIGKILL);
  c.wait();
  CHECK(c.out == "closing connections\n");
  CHECK(c.err ==
        "lambent: wait for the snapshot: the Runtime API answered 404 to GET restore/next: 404 "
        "page not found; going on without one\n");
}

TEST_CASE("a function without hooks lets the snapshot be taken before it asks for an event") {
  parallel_api api;
  function_process c("hello", {"AWS_LAMBDA_RUNTIME_API=" + api.address(), snap_start});
  REQUIRE(api.wait_for_waiting(1));
  const auto all = api.requests("");
  REQUIRE(all.size() == 2);
  CHECK(all[0].starts_with("GET /2018-06-01/runtime/restore/next "));
  c.signal(SIGKILL);
  c.wait();
}
