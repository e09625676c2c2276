// The project migrated/, built against the installed package, as a process in front of a scripted
// Runtime API: what a program for aws-lambda-cpp may expect, and what is better here.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <string>
#include <vector>

#include "runtime/src/function_process.hpp"
#include "runtime/src/runtime_api/fake_api.hpp"

using namespace lambent;

namespace {

struct seen {
  std::vector<std::string> requests;
  std::string out;
  std::string err;
  int status = 0;
};

seen serve(std::vector<scripted> script, std::vector<std::string> environment = {}) {
  fake_api api(std::move(script));
  environment.push_back("AWS_LAMBDA_RUNTIME_API=" + api.address());
  function_process orders("orders", std::move(environment));
  const int status = orders.wait();
  return {api.requests(), orders.out, orders.err, status};
}

std::string body_of(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

scripted event(const std::string& id, const std::string& body) {
  return {invocation(id, body, "Content-Type: application/json\r\n")};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The last thing main says; it ends with 0 as it would with aws-lambda-cpp.
bool returned(const seen& s) {
  return WIFEXITED(s.status) && WEXITSTATUS(s.status) == 0 &&
         s.out.ends_with("the loop returned\n");
}

}  // namespace

TEST_CASE("a handler sees the payload and every member of its request") {
  const seen s = serve({{invocation("id-1", "describe",
                                    "Lambda-Runtime-Trace-Id: Root=1\r\n"
                                    "Lambda-Runtime-Client-Context: {\"a\":1}\r\n"
                                    "Lambda-Runtime-Cognito-Identity: {\"b\":2}\r\n"
                                    "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda\r\n"
                                    "Lambda-Runtime-Aws-Tenant-Id: blue\r\n"
                                    "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n"
                                    "Content-Type: application/json\r\n")},
                        {accepted()},
                        event("id-2", "1"),
                        {accepted(), true}});
  CHECK(s.requests.at(1).starts_with("POST /2018-06-01/runtime/invocation/id-1/response "));
  CHECK(has(s.requests.at(1), "text/plain\r\n"));
  CHECK(body_of(s.requests.at(1)) ==
        R"(id-1|Root=1|{"a":1}|{"b":2}|arn:aws:lambda|application/json|blue|in time)");
  CHECK(body_of(s.requests.at(3)) == R"({"echo":1})");
  CHECK(returned(s));
}

TEST_CASE("failures reach the caller, made by failure() or by the program") {
  const seen s =
      serve({event("1", "fail"), {accepted()}, event("2", "own error"), {accepted(), true}});
  CHECK(s.requests.at(1).starts_with("POST /2018-06-01/runtime/invocation/1/error "));
  CHECK(body_of(s.requests.at(1)) ==
        R"({"errorMessage":"no such order","errorType":"NotFound","stackTrace":[]})");
  CHECK(s.requests.at(3).starts_with("POST /2018-06-01/runtime/invocation/2/error "));
  CHECK(body_of(s.requests.at(3)) == R"({"errorMessage":"m","errorType":"Own","code":7})");
  CHECK(returned(s));
}

TEST_CASE("better here: an error's type is in the header, and its text may be any UTF-8") {
  const seen s = serve({event("1", "umlaut"), {accepted(), true}});
  CHECK(has(s.requests.at(1), "\r\nLambda-Runtime-Function-Error-Type: Function.NotFound\r\n"));
  CHECK(body_of(s.requests.at(1)) ==
        R"({"errorMessage":"größer","errorType":"NotFound","stackTrace":[]})");
}

TEST_CASE("better here: an exception is the invocation's error, and the next event is served") {
  const seen s = serve({event("1", "throw"), {accepted()}, event("2", "2"), {accepted(), true}});
  CHECK(s.requests.at(1).starts_with("POST /2018-06-01/runtime/invocation/1/error "));
  CHECK(has(s.requests.at(1), R"("errorMessage":"order 7","errorType":"std::out_of_range")"));
  CHECK(body_of(s.requests.at(3)) == R"({"echo":2})");
}

TEST_CASE("better here: a response that is too large is an error, and the next event is served") {
  const seen s = serve(
      {event("1", "1"), {answer_of(413, "{}")}, {accepted()}, event("2", "2"), {accepted(), true}});
  CHECK(s.requests.at(2).starts_with("POST /2018-06-01/runtime/invocation/1/error "));
  CHECK(has(s.requests.at(2), "Function.ResponseSizeTooLarge"));
  CHECK(body_of(s.requests.at(4)) == R"({"echo":2})");
}

TEST_CASE("better here: an event without a content type is served") {
  const seen s = serve({{invocation("1", "describe")}, {accepted(), true}});
  CHECK(body_of(s.requests.at(1)) == "1|||||||in time");
}

TEST_CASE("better here: log lines carry the request id and follow Lambda's format") {
  const seen s = serve({event("id-1", "log"), {accepted(), true}});
  CHECK(has(s.out, "Z\tid-1\tINFO\torder 7 of Ada tag=\"ORDERS\"\n"));
  CHECK(has(s.out, "Z\tid-1\tERROR\tout of stock tag=\"ORDERS\"\n"));
  CHECK_FALSE(has(s.out, "never"));
  const seen json =
      serve({event("id-1", "log"), {accepted(), true}}, {"AWS_LAMBDA_LOG_FORMAT=JSON"});
  CHECK(has(json.out,
            R"("level":"ERROR","message":"out of stock","requestId":"id-1","tag":"ORDERS"})"));
}
