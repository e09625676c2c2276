#include <doctest/doctest.h>
#include <lambent/lambent.hpp>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "runtime_api/fake_api.hpp"

using namespace lambent;
using namespace std::chrono_literals;

namespace {

runtime::options towards(const fake_api& api) {
  return {.api = api.address(), .backoff_first = 1ms};
}

std::string get(const fake_api& api) {
  return "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: " + api.address() +
         "\r\nUser-Agent: lambent/" LAMBENT_VERSION "\r\n\r\n";
}

std::string posted(const fake_api& api, const std::string& path, const std::string& headers,
                   const std::string& body) {
  return "POST /2018-06-01/runtime/" + path + " HTTP/1.1\r\nHost: " + api.address() +
         "\r\nUser-Agent: lambent/" LAMBENT_VERSION "\r\nContent-Type: application/json\r\n" +
         headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// What X-Ray is told holds the working directory and is checked by itself, in xray_cause_test.cpp.
std::string without_cause(std::string request) {
  const std::size_t line = request.find("Lambda-Runtime-Function-XRay-Error-Cause: {");
  REQUIRE(line != std::string::npos);
  return request.erase(line, request.find("\r\n", line) + 2 - line);
}

struct point {
  int x = 0;
};

// A look-alike of std::expected, which C++20 does not have.
template <class T>
struct outcome {
  std::optional<T> value;
  failure why;
  bool has_value() const { return value.has_value(); }
  const T& operator*() const { return *value; }
  const failure& error() const { return why; }
};

}  // namespace

template <>
struct lambent::codec<point> {
  static outcome<point> decode(std::string_view text) {
    if (text.empty() || text[0] < '0' || text[0] > '9') return {{}, {"", "not a digit"}};
    return {point{text[0] - '0'}, {}};
  }
  static std::string encode(const point& p) { return "{\"x\":" + std::to_string(p.x) + "}"; }
};

TEST_CASE("an event goes to the handler and its answer back, over one connection, byte for byte") {
  fake_api api(
      {{invocation("id-1", "abc")}, {accepted()}, {invocation("id-2", "")}, {accepted(), true}});
  CHECK(run([](std::string_view event) { return "got " + std::string(event); }, towards(api)) == 1);
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 4);
  CHECK(seen[0] == get(api));
  CHECK(seen[1] == posted(api, "invocation/id-1/response", "", "got abc"));
  CHECK(seen[2] == get(api));
  CHECK(seen[3] == posted(api, "invocation/id-2/response", "", "got "));
  CHECK(api.connections() == 1);
}

TEST_CASE("the context carries what the API and the environment say") {
  setenv("AWS_LAMBDA_FUNCTION_NAME", "orders", 1);
  setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128", 1);
  unsetenv("_HANDLER");
  fake_api api({{invocation("id-1", "{}",
                            "lambda-runtime-DEADLINE-ms:  1700000000123 \r\n"
                            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:x\r\n"
                            "Lambda-Runtime-Trace-Id: Root=1-5;Sampled=1\r\n"
                            "Lambda-Runtime-Client-Context: {\"custom\": {}}\r\n"
                            "Lambda-Runtime-Cognito-Identity: {\"identity_id\":1}\r\n"
                            "Lambda-Runtime-Aws-Tenant-Id: blue\r\n"
                            "Lambda-Runtime-Invocation-Id: inv-9\r\n"
                            "Content-Type: application/json\r\n")},
                {accepted(), true}});
  std::string seen_trace;
  const auto handler = [&](std::string_view, const context& c) {
    CHECK(c.request_id == "id-1");
    CHECK(c.deadline.time_since_epoch() == 1700000000123ms);
    CHECK(c.remaining() == 0ms);
    CHECK(c.invoked_function_arn == "arn:aws:lambda:x");
    CHECK(c.trace_id == "Root=1-5;Sampled=1");
    CHECK(c.client_context == "{\"custom\": {}}");
    CHECK(c.cognito_identity == "{\"identity_id\":1}");
    CHECK(c.tenant_id == "blue");
    CHECK(c.invocation_id == "inv-9");
    CHECK(c.content_type == "application/json");
    CHECK(c.function_name == "orders");
    CHECK(c.memory_limit_mb == 128);
    seen_trace = std::getenv("_X_AMZN_TRACE_ID");
  };
  CHECK(run(handler, towards(api)) == 1);
  CHECK(seen_trace == "Root=1-5;Sampled=1");
  CHECK(api.requests()[1] ==
        posted(api, "invocation/id-1/response", "Lambda-Runtime-Invocation-Id: inv-9\r\n", "null"));
}

TEST_CASE("missing and senseless headers leave defaults") {
  fake_api api(
      {{invocation("id-1", "{}", "Lambda-Runtime-Deadline-Ms: soon\r\nLambda-Runtime-: x\r\n")},
       {accepted()},
       {invocation("id-2", "{}", "Lambda-Runtime-Deadline-Ms: 9223372036854775807\r\n")},
       {accepted(), true}});
  int calls = 0;
  const auto handler = [&calls](std::string_view, const context& c) {
    ++calls;
    CHECK(c.remaining() == std::chrono::milliseconds::max());
    CHECK(c.trace_id.empty());
    CHECK(std::getenv("_X_AMZN_TRACE_ID") == nullptr);
  };
  CHECK(run(handler, towards(api)) == 1);
  CHECK(calls == 2);
}

TEST_CASE("an invocation without a usable request id is never answered; the reason is bounded") {
  const std::string nameless = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  fake_api api(
      {{nameless}, {invocation("a b", "{}")}, {invocation("../x", "{}")}, {nameless}, {nameless}});
  runtime rt(towards(api));
  CHECK(rt.next() == status::lost);
  CHECK(rt.problem() ==
        "the Runtime API sent an invocation without a valid Lambda-Runtime-Aws-Request-Id (5 "
        "attempts)");
  CHECK(api.requests().size() == 5);
}

TEST_CASE(
    "typed events are decoded, typed replies encoded, and a bad event is the caller's to know") {
  fake_api api(
      {{invocation("id-1", "3")}, {accepted()}, {invocation("id-2", "x")}, {accepted(), true}});
  CHECK(run([](const point& p) { return point{p.x * 2}; }, towards(api)) == 1);
  const auto& seen = api.requests();
  CHECK(seen[1] == posted(api, "invocation/id-1/response", "", "{\"x\":6}"));
  CHECK(
      without_cause(seen[3]) ==
      posted(
          api, "invocation/id-2/error",
          "Lambda-Runtime-Function-Error-Type: Runtime.UnmarshalError\r\n",
          R"({"errorMessage":"not a digit","errorType":"Runtime.UnmarshalError","stackTrace":[]})"));
}

TEST_CASE("failures, expected look-alikes, replies and generic handlers are understood") {
  fake_api api({{invocation("1", "a")}, {accepted(), true}});
  CHECK(run([](std::string) { return failure{"orders::not_found", "no"}; }, towards(api)) == 1);
  CHECK(without_cause(api.requests()[1]) ==
        posted(api, "invocation/1/error",
               "Lambda-Runtime-Function-Error-Type: Function.NotFound\r\n",
               R"({"errorMessage":"no","errorType":"orders::not_found","stackTrace":[]})"));

  fake_api two({{invocation("1", "5")}, {accepted(), true}});
  CHECK(run([](point&& p) { return outcome<point>{p, {}}; }, towards(two)) == 1);
  CHECK(two.requests()[1] == posted(two, "invocation/1/response", "", "{\"x\":5}"));

  fake_api three({{invocation("1", "5")}, {accepted(), true}});
  CHECK(run([](auto event,
               const context&) { return reply{std::string(event), "text/plain\r\nX: y"}; },
            towards(three)) == 1);
  CHECK(three.requests()[1].find("Content-Type: text/plain??X: y\r\n") != std::string::npos);

  fake_api four({{invocation("1", "5")}, {accepted(), true}});
  CHECK(run([](std::string_view) { return outcome<std::string>{{}, {"", "why"}}; },
            towards(four)) == 1);
  CHECK(four.requests()[1].find("Function.Unknown") != std::string::npos);
}

TEST_CASE("the init phase runs once and its failure is reported before anything is asked") {
  fake_api api({{invocation("1", "a")}, {accepted()}, {invocation("2", "b")}, {accepted(), true}});
  int inits = 0;
  CHECK(run(
            [&inits] {
              ++inits;
              return [](std::string_view e) { return e; };
            },
            towards(api)) == 1);
  CHECK(inits == 1);
  CHECK(api.requests()[3] == posted(api, "invocation/2/response", "", "b"));

  fake_api bad({{accepted(), true}});
  using handler = std::string (*)(std::string_view);
  CHECK(run([] { return outcome<handler>{{}, {"NoDatabase", "refused"}}; }, towards(bad)) == 1);
  CHECK(without_cause(bad.requests()[0]) ==
        posted(bad, "init/error", "Lambda-Runtime-Function-Error-Type: Function.NoDatabase\r\n",
               R"({"errorMessage":"refused","errorType":"NoDatabase","stackTrace":[]})"));
}

TEST_CASE("an idle connection that was closed is replaced once, for GET next") {
  fake_api api(
      {{invocation("1", "a")}, {accepted(), true}, {invocation("2", "b")}, {accepted(), true}});
  CHECK(run([](std::string_view e) { return e; }, towards(api)) == 1);
  CHECK(api.requests().size() == 4);
  CHECK(api.connections() == 2);
}

TEST_CASE("a POST that may have arrived is never sent again; the loop goes on") {
  fake_api api({{invocation("1", "a")}, {"", true}, {invocation("2", "b")}, {accepted(), true}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("answer") == status::lost);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.event() == "b");
  CHECK(rt.reply("answer") == status::ok);
  const auto& seen = api.requests();
  CHECK(seen[1].starts_with("POST /2018-06-01/runtime/invocation/1/response"));
  CHECK(seen[2] == get(api));
}

TEST_CASE("a connection announced as closed is not used for the POST") {
  const std::string last =
      "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 1\r\nConnection: close\r\nContent-Length: "
      "1\r\n\r\na";
  fake_api api({{last, true}, {accepted(), true}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply(rt.event()) == status::ok);
  (void)api.requests();
  CHECK(api.connections() == 2);
}

TEST_CASE("400, 403, 410 and 500 to an answer are survived, any 2xx is fine") {
  fake_api api({{invocation("1", "a")},
                {answer_of(400, R"({"errorType":"InvalidRequestID"})")},
                {invocation("2", "a")},
                {answer_of(403, "")},
                {invocation("3", "a")},
                {answer_of(410, "")},
                {invocation("4", "a")},
                {answer_of(500, "")},
                {invocation("5", "a")},
                {answer_of(200, ""), true}});
  runtime rt(towards(api));
  for (int i = 0; i < 4; ++i) {
    REQUIRE(rt.next() == status::ok);
    CHECK(rt.reply("x") == status::refused);
    if (i == 0) {
      CHECK(rt.problem() ==
            R"(the Runtime API answered 400 to the response: {"errorType":"InvalidRequestID"})");
    }
  }
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
  (void)api.requests();
  CHECK(api.connections() == 1);
}

TEST_CASE("a response that is too large is reported as such for the same invocation") {
  fake_api api({{invocation("1", "a")},
                {answer_of(413, "{}")},
                {accepted()},
                {invocation("2", "a")},
                {accepted(), true}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::refused);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
  CHECK(
      without_cause(api.requests()[2]) ==
      posted(
          api, "invocation/1/error",
          "Lambda-Runtime-Function-Error-Type: Function.ResponseSizeTooLarge\r\n",
          R"({"errorMessage":"Response payload size exceeded maximum allowed payload size: 1 bytes, of 6291556.","errorType":"Function.ResponseSizeTooLarge","stackTrace":[]})"));
}

TEST_CASE("an error may have a body of the caller's own; its type goes into the header") {
  fake_api api({{invocation("1", "a")}, {accepted(), true}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.fail_with_body("orders::not_found", R"({"code":7})") == status::ok);
  CHECK(rt.http_status() == 202);
  CHECK(rt.fail_with_body("orders::not_found", "{}") == status::refused);
  CHECK(rt.http_status() == 0);
  CHECK(api.requests()[1] == posted(api, "invocation/1/error",
                                    "Lambda-Runtime-Function-Error-Type: Function.NotFound\r\n",
                                    R"({"code":7})"));
}

TEST_CASE("an error body that is too large is replaced by the error that says so") {
  fake_api api({{invocation("1", "a")}, {answer_of(413, "{}")}, {accepted(), true}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.fail_with_body("E", "x") == status::refused);
  CHECK(rt.http_status() == 413);
  CHECK(api.requests()[2].find("Function.ResponseSizeTooLarge") != std::string::npos);
}

TEST_CASE("a server that hangs up in the middle of a huge response is told why all the same") {
  fake_api api({{invocation("1", "a")},
                {.answer = "", .close_after = true, .read_bytes_max = 100'000},
                {accepted(), true}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  const std::string huge(20 << 20, 'x');
  CHECK(rt.reply(huge) == status::refused);
  CHECK(api.requests()[2].find("Function.ResponseSizeTooLarge") != std::string::npos);
}

TEST_CASE("large events and responses pass unchanged, chunked or counted") {
  std::string big(6 << 20, '?');
  for (std::size_t i = 0; i < big.size(); ++i) big[i] = static_cast<char>('a' + i % 26);
  std::string chunked =
      "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 2\r\nTransfer-Encoding: chunked\r\n\r\n";
  chunked += "200000\r\n" + big.substr(0, 0x200000) + "\r\n400000\r\n" + big.substr(0x200000) +
             "\r\n0\r\n\r\n";
  fake_api api({{invocation("1", big)}, {accepted()}, {chunked}, {accepted(), true}});
  CHECK(run([](std::string_view e) { return e; }, towards(api)) == 1);
  CHECK(api.requests()[1] == posted(api, "invocation/1/response", "", big));
  CHECK(api.requests()[3] == posted(api, "invocation/2/response", "", big));
}

TEST_CASE("a Runtime API that only fails is given up after five attempts, with the reason") {
  std::vector<scripted> script(5, {answer_of(500, "{}")});
  fake_api api(script);
  runtime rt(towards(api));
  CHECK(rt.next() == status::lost);
  CHECK(rt.problem() == "the Runtime API answered 500 to GET next: {} (5 attempts)");

  fake_api garbage(std::vector<scripted>(5, {"SSH-2.0-x\r\n", true}));
  runtime other(towards(garbage));
  CHECK(other.next() == status::lost);
  CHECK(other.problem() ==
        "the Runtime API at " + garbage.address() + " does not speak HTTP/1.1 (5 attempts)");
}

TEST_CASE("a 5xx that passes is survived") {
  fake_api api({{answer_of(503, "")}, {invocation("1", "a")}, {accepted(), true}});
  runtime rt(towards(api));
  CHECK(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
}

TEST_CASE("headers past the limit are named") {
  fake_api api(std::vector<scripted>(
      5, {invocation("1", "a", "X: " + std::string(70'000, 'x') + "\r\n"), true}));
  runtime rt(towards(api));
  CHECK(rt.next() == status::lost);
  CHECK(rt.problem() == "the Runtime API sent headers of more than 65536 bytes (5 attempts)");
}

TEST_CASE("an invocation is answered once") {
  fake_api api({{invocation("1", "a")}, {accepted(), true}});
  runtime rt(towards(api));
  CHECK(rt.reply("x") == status::refused);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
  CHECK(rt.fail({"E", "m"}) == status::refused);
  CHECK(rt.problem() == "there is no invocation to answer: call next() first, and answer once");
}

TEST_CASE("without an address the runtime says what to do") {
  unsetenv("AWS_LAMBDA_RUNTIME_API");
  runtime rt;
  CHECK_FALSE(rt.usable());
  CHECK(rt.problem().starts_with("AWS_LAMBDA_RUNTIME_API is not set: "));
  CHECK(rt.problem().find("hint: run it under `lambent serve`") != std::string_view::npos);
}
