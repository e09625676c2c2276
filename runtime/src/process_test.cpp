#include <doctest/doctest.h>
#include <sys/wait.h>

#include <csignal>
#include <string>
#include <vector>

#include "function_process.hpp"
#include "runtime_api/fake_api.hpp"

using namespace lambent;

namespace {

std::string body_of(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

bool ended_by(int signal, int status) { return WIFSIGNALED(status) && WTERMSIG(status) == signal; }
bool ended_by_abort(int status) { return ended_by(SIGABRT, status); }

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string api_variable(const fake_api& api) { return "AWS_LAMBDA_RUNTIME_API=" + api.address(); }

}  // namespace

TEST_CASE("a function started by hand says where it belongs and ends with 1") {
  function_process c("hello", {});
  const int status = c.wait();
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 1);
  CHECK(c.out.empty());
  CHECK(c.err ==
        "lambent: AWS_LAMBDA_RUNTIME_API is not set: this is a Lambda function, which waits for "
        "events "
        "from that address\nhint: run it under `lambent serve`, and send it an event with `lambent "
        "invoke`\n");
}

TEST_CASE("a throw through noexcept is reported before the process aborts") {
  fake_api api({{invocation("7", "\"noexcept\"")}, {accepted(), true}});
  function_process c("failing", {api_variable(api)});
  CHECK(ended_by_abort(c.wait()));
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 2);
  CHECK(seen[1].starts_with("POST /2018-06-01/runtime/invocation/7/error "));
  // How deep it begins is the compiler's: clang's noexcept catches, and then terminates.
  CHECK(contains(seen[1], R"({"errorMessage":"nobody catches this",)"
                          R"("errorType":"orders::not_found","stackTrace":[")"));
  CHECK(contains(seen[1], " (bootstrap+0x"));
}

TEST_CASE("std::terminate in a handler is the invocation's error, then the process aborts") {
  fake_api api({{invocation("7", "\"terminate\"")}, {accepted(), true}});
  function_process c("failing", {api_variable(api)});
  CHECK(ended_by_abort(c.wait()));
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 2);
  CHECK(seen[1].starts_with("POST /2018-06-01/runtime/invocation/7/error "));
  CHECK(seen[1].find("\r\nLambda-Runtime-Function-Error-Type: Function.Terminated\r\n") !=
        std::string::npos);
  CHECK(contains(seen[1],
                 R"({"errorMessage":"the function called std::terminate",)"
                 R"("errorType":"Function.Terminated","stackTrace":["handle(std::string_view) ()"));
  CHECK(c.err.starts_with("lambent: 7 crashed: std::terminate\n  at handle("));
}

TEST_CASE("a child that a handler forks and that crashes is not the invocation's error") {
  fake_api api({{invocation("7", "\"child\"")}, {accepted(), true}});
  function_process c("failing", {api_variable(api)});
  (void)c.wait();
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 2);
  CHECK(seen[1].starts_with("POST /2018-06-01/runtime/invocation/7/response "));
  CHECK(contains(c.err, "crashed: std::terminate"));
}

TEST_CASE("std::terminate in the init phase is an init error, then the process aborts") {
  fake_api api({{accepted(), true}});
  function_process c("failing", {api_variable(api), "FAIL_INIT=terminate"});
  CHECK(ended_by_abort(c.wait()));
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].starts_with("POST /2018-06-01/runtime/init/error "));
  CHECK(contains(seen[0],
                 R"({"errorMessage":"the function called std::terminate",)"
                 R"("errorType":"Function.Terminated","stackTrace":["init() (bootstrap+0x)"));
  CHECK(
      c.err.starts_with("lambent: the init phase crashed: std::terminate\n  at "
                        "init() (bootstrap+0x"));
}

TEST_CASE("what another thread throws and nobody catches is the invocation's error") {
  fake_api api({{invocation("7", "\"thread\"")}, {accepted(), true}});
  function_process c("failing", {api_variable(api)});
  CHECK(ended_by_abort(c.wait()));
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 2);
  CHECK(seen[1].starts_with("POST /2018-06-01/runtime/invocation/7/error "));
  CHECK(contains(seen[1],
                 R"({"errorMessage":"nobody catches this",)"
                 R"("errorType":"orders::not_found","stackTrace":["throws() (bootstrap+0x)"));
}

TEST_CASE("what a handler throws is in the log with its causes and where it was thrown") {
  fake_api api({{invocation("7", "\"nested\"")}, {accepted(), true}});
  function_process c("failing", {api_variable(api)});
  (void)c.wait();
  CHECK(
      c.err.starts_with("lambent: 7 failed: std::runtime_error: cannot place the order, caused by "
                        "orders::not_found: no such order: \"ä\"\n  at "));
  CHECK(contains(c.err, "\n  at orders::place() (bootstrap+0x"));
  CHECK(contains(api.requests()[1], R"("cause":{"errorMessage":"no such order: \"ä\"",)"
                                    R"("errorType":"orders::not_found","stackTrace":[]}})"));
  CHECK(contains(api.requests()[1], R"("message":"no such order: \"\u00e4\"","stack":[]}])"));
}

TEST_CASE("a failure that is returned carries the stack trace it was given") {
  fake_api api({{invocation("7", "\"traced failure\"")}, {accepted(), true}});
  function_process c("failing", {api_variable(api)});
  (void)c.wait();
  CHECK(contains(api.requests()[1], R"("errorMessage":"the failure says where",)"
                                    R"("errorType":"BadRequest","stackTrace":["handle()"));
}

namespace {

struct crashed {
  int status;
  std::string err;
};

crashed crash_of(const std::string& event) {
  fake_api api({{invocation("7", '"' + event + '"'), true}});
  function_process c("failing", {api_variable(api)});
  (void)api.requests();
  const int status = c.wait();
  return {status, c.err};
}

}  // namespace

TEST_CASE("a crash leaves what happened and the stack in the log, and the process dies of it") {
  const crashed c = crash_of("segfault");
  CHECK(ended_by(SIGSEGV, c.status));
  CHECK(
      c.err.starts_with("lambent: 7 crashed: SIGSEGV, invalid memory access at 0x0\n"
                        "  at write_to(int*) (bootstrap+0x"));
  CHECK(contains(c.err, "\n  at handle(std::basic_string_view"));
  CHECK_FALSE(contains(c.err, "run_guarded"));
  CHECK_FALSE(contains(c.err, "main ("));
}

TEST_CASE("a stack overflow is told, with the innermost calls") {
  const crashed c = crash_of("overflow");
  CHECK(ended_by(SIGSEGV, c.status));
  CHECK(c.err.starts_with("lambent: 7 crashed: SIGSEGV, stack overflow at 0x7"));
  CHECK(contains(c.err, "\n  at overflow(int) (bootstrap+0x"));
  CHECK(contains(c.err, " times\n"));
}

TEST_CASE("a call to a function that is not there names its caller") {
  const crashed c = crash_of("nothing there");
  CHECK(ended_by(SIGSEGV, c.status));
  CHECK(c.err.starts_with("lambent: 7 crashed: SIGSEGV, invalid memory access at 0x0\n  at 0x0\n"));
  const std::string caller = c.err.substr(c.err.find("  at 0x0\n") + 9);
  CHECK((caller.starts_with("  at handle(") || caller.starts_with("  at crash(")));
}

TEST_CASE("each signal of a crash is told and kept") {
  CHECK(ended_by(SIGABRT, crash_of("abort").status));
  CHECK(crash_of("abort").err.starts_with("lambent: 7 crashed: SIGABRT, abort\n  at "));
  const crashed illegal = crash_of("illegal");
  CHECK(ended_by(SIGILL, illegal.status));
  CHECK(illegal.err.starts_with("lambent: 7 crashed: SIGILL, illegal instruction\n  at "));
  const crashed bus = crash_of("bus");
  CHECK(ended_by(SIGBUS, bus.status));
  CHECK(bus.err.starts_with("lambent: 7 crashed: SIGBUS, bus error\n  at "));
#ifdef __x86_64__  // Others divide by zero without a word.
  const crashed divide = crash_of("divide");
  CHECK(ended_by(SIGFPE, divide.status));
  CHECK(divide.err.starts_with("lambent: 7 crashed: SIGFPE, division by zero at 0x"));
  CHECK(contains(divide.err, "\n  at divide(int) (bootstrap+0x"));
#endif
}

TEST_CASE("a crash of the heap's own checks, and of another thread, is told like any other") {
  const crashed twice = crash_of("double free");
  CHECK(ended_by(SIGABRT, twice.status));
  CHECK(contains(twice.err, "lambent: 7 crashed: SIGABRT, abort\n"));
  CHECK(contains(twice.err, "free"));
  const crashed other = crash_of("thread segfault");
  CHECK(ended_by(SIGSEGV, other.status));
  CHECK(
      other.err.starts_with("lambent: 7 crashed: SIGSEGV, invalid memory access at 0x0\n"
                            "  at write_to(int*) (bootstrap+0x"));
}

TEST_CASE("a signal that the function handles itself stays its own") {
  const crashed c = crash_of("own handler");
  CHECK(WIFEXITED(c.status));
  CHECK(WEXITSTATUS(c.status) == 4);
  CHECK(c.err.empty());
}

TEST_CASE("stdout through a pipe is line-buffered, and the trace id reaches getenv") {
  fake_api api({{invocation("7", "1", "Lambda-Runtime-Trace-Id: Root=1-2\r\n")},
                {accepted()},
                {invocation("8", "\"exit\""), true}});
  function_process c("failing", {api_variable(api)});
  const int status = c.wait();
  CHECK(WEXITSTATUS(status) == 3);
  CHECK(c.out == "handling 1\nhandling \"exit\"\n");
  CHECK(body_of(api.requests()[1]) == R"({"trace":"Root=1-2"})");
}

TEST_CASE("an init error ends the process with 1 after the report") {
  fake_api api({{accepted(), true}});
  function_process c("init_phase", {api_variable(api)});
  CHECK(WEXITSTATUS(c.wait()) == 1);
  CHECK(c.err.starts_with(
      "lambent: the init phase failed: std::runtime_error: GREETING is not set\n  at "));
  CHECK(api.requests()[0].starts_with("POST /2018-06-01/runtime/init/error "));
}

namespace {

// What an example wrote, with the times in the place of which nobody can know what stands.
std::string log_of(std::vector<std::string> environment, const std::string& example = "logging") {
  fake_api api({{invocation("id-7", "[1]")}, {accepted()}});
  environment.push_back("AWS_LAMBDA_RUNTIME_API=" + api.address());
  function_process function(example, std::move(environment));
  (void)api.requests();
  function.wait();
  std::string log = function.out;
  for (std::size_t at = 0; (at = log.find("20", at)) != std::string::npos;) {
    constexpr std::size_t time_length = std::string_view("2026-02-03T04:05:06.789Z").size();
    if (log.size() >= at + time_length && log[at + time_length - 1] == 'Z') {
      log.replace(at, time_length, "TIME");
    }
    ++at;
  }
  constexpr std::string_view stamp = "\"Timestamp\":";
  if (const std::size_t at = log.find(stamp); at != std::string::npos) {
    const std::size_t digits = at + stamp.size();
    log.replace(digits, log.find(',', digits) - digits, "MS");
  }
  return log;
}

}  // namespace

TEST_CASE("log records are text unless told otherwise, and name the invocation on any thread") {
  CHECK(log_of({}) ==
        "TIME\tid-7\tINFO\torder received bytes=3 first=true\n"
        "TIME\tid-7\tWARN\ttwo\rlines level_=\"shadowed\"\n");
}

TEST_CASE("log records are JSON where Lambda says so") {
  CHECK(log_of({"AWS_LAMBDA_LOG_FORMAT=JSON", "AWS_LAMBDA_LOG_LEVEL=DEBUG"}) ==
        R"({"timestamp":"TIME","level":"DEBUG","message":"starting"})"
        "\n"
        R"({"timestamp":"TIME","level":"INFO","message":"order received","requestId":"id-7",)"
        R"("bytes":3,"first":true})"
        "\n"
        R"({"timestamp":"TIME","level":"WARN","message":"two\nlines","requestId":"id-7",)"
        R"("level_":"shadowed"})"
        "\n");
}

TEST_CASE("log records below the level are not written") {
  CHECK(log_of({"AWS_LAMBDA_LOG_LEVEL=WARN"}) ==
        "TIME\tid-7\tWARN\ttwo\rlines level_=\"shadowed\"\n");
  CHECK(log_of({"AWS_LAMBDA_LOG_LEVEL=FATAL"}).empty());
}

TEST_CASE("log records are frames where the platform offers a telemetry descriptor") {
  // Descriptor 1 is as good as any; the frame of the second record keeps its line feed.
  const std::string log = log_of({"_LAMBDA_TELEMETRY_LOG_FD=1"});
  CHECK(log.substr(0, 4) == std::string("\xa5\x5a\x00\x0f", 4));
  CHECK(log.find("\xa5\x5a", 4) != std::string::npos);
  CHECK(log.ends_with("two\nlines level_=\"shadowed\""));
  // One that is not open is as none.
  CHECK(log_of({"_LAMBDA_TELEMETRY_LOG_FD=99"}).starts_with("TIME\tid-7\tINFO"));
}

TEST_CASE("metrics are written whatever the level, and those left out are named in the log") {
  const std::string metrics =
      R"({"_aws":{"Timestamp":MS,"CloudWatchMetrics":[{"Namespace":"Shop",)"
      R"("Dimensions":[["service"]],"Metrics":[{"Name":"Bytes","Unit":"Bytes"}]}]},)"
      R"("service":"orders","requestId":"id-7","Bytes":3})"
      "\n";
  CHECK(log_of({}, "metrics") ==
        metrics +
            "TIME\tid-7\tWARN\tleft out of the metrics what=\": a metric's name has 1 to 1024 "
            "bytes\" namespace=\"Shop\"\n");
  CHECK(log_of({"AWS_LAMBDA_LOG_LEVEL=FATAL"}, "metrics") == metrics);
}

TEST_CASE("the examples answer") {
  fake_api api({{invocation("1", "{\"side\": 12}")}, {accepted(), true}});
  function_process c("typed", {api_variable(api)});
  (void)c.wait();
  CHECK(api.requests()[1].ends_with("\r\n\r\n{\"area\":144}"));
}

TEST_CASE("an HTTP function answers in the form of whoever asked") {
  const std::string event =
      R"({"version":"2.0","rawPath":"/orders/7","requestContext":{"http":{"method":"GET"}}})";
  const std::string other = R"({"resource":"/{p+}","path":"/nothing","httpMethod":"GET"})";
  fake_api api(
      {{invocation("1", event)}, {accepted()}, {invocation("2", other)}, {accepted(), true}});
  function_process c("http", {api_variable(api)});
  c.wait();
  CHECK(
      body_of(api.requests()[1]) ==
      R"({"statusCode":200,"headers":{"Content-Type":"application/json"},)"
      R"("cookies":["last=7","seen=yes"],"body":"{\"id\":\"7\",\"quantity\":3}","isBase64Encoded":false})");
  CHECK(body_of(api.requests()[3]) ==
        R"({"statusCode":404,"multiValueHeaders":{"Content-Type":["application/json"]},)"
        R"("body":"{\"message\":\"Not Found\"}","isBase64Encoded":false})");
}

TEST_CASE("the streaming example streams, and fails as any function does before its first byte") {
  fake_api api({{invocation("1", "3")}, {accepted()}, {invocation("2", "-1")}, {accepted(), true}});
  function_process c("streaming", {api_variable(api)});
  c.wait();
  const std::string body = api.requests()[1];
  CHECK(body.find("Lambda-Runtime-Function-Response-Mode: streaming\r\n") != std::string::npos);
  CHECK(body.find("\"content-type\":\"text/event-stream\"") != std::string::npos);
  CHECK(body.ends_with("data: 2\n\n\r\n9\r\ndata: 1\n\n\r\n0\r\n\r\n"));
  CHECK(api.requests()[3].starts_with("POST /2018-06-01/runtime/invocation/2/error "));
  CHECK(c.err.starts_with("lambent: 2 failed: std::invalid_argument: count down from 1 or more\n"));
}
