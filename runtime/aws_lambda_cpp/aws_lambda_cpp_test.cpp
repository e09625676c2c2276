#include <aws/lambda-runtime/runtime.h>
#include <aws/lambda-runtime/version.h>
#include <doctest/doctest.h>
#include <lambent/version.hpp>

#include <string>
#include <utility>
#include <vector>

#include "../src/runtime_api/fake_api.hpp"

using aws::http::response_code;
using namespace aws::lambda_runtime;
using lambent::accepted;
using lambent::answer_of;
using lambent::fake_api;
using lambent::invocation;

namespace {

using text_outcome = outcome<std::string, int>;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an outcome holds a result or a failure, through copies, moves and assignments") {
  const std::string long_text(100, 'x');
  text_outcome good(long_text);
  text_outcome bad(7);
  CHECK(good.is_success());
  CHECK_FALSE(bad.is_success());

  text_outcome copy(good);
  CHECK(copy.get_result() == long_text);
  copy = bad;
  CHECK(copy.get_failure() == 7);
  copy = std::move(good);
  CHECK(std::move(copy).get_result() == long_text);
  bad = text_outcome(std::string("fine"));
  CHECK(bad.get_result() == "fine");
  const text_outcome& same = bad;
  bad = same;
  CHECK(bad.get_result() == "fine");
}

TEST_CASE("a failure's payload is Lambda's error JSON, also for text that is not ASCII") {
  const auto failed = invocation_response::failure("größer \"5\"\n", "Too\\Large");
  CHECK_FALSE(failed.is_success());
  CHECK(failed.get_content_type() == "application/json");
  CHECK(failed.get_payload() ==
        R"({"errorMessage":"größer \"5\"\n","errorType":"Too\\Large","stackTrace":[]})");
}

TEST_CASE("a success and a response of the program's own keep what they were given") {
  const auto good = invocation_response::success("<p>", "text/html");
  CHECK(good.is_success());
  CHECK(good.get_payload() == "<p>");
  CHECK(good.get_content_type() == "text/html");
  const invocation_response own("{}", "application/problem+json", false);
  CHECK_FALSE(own.is_success());
  CHECK(own.get_payload() == "{}");
  CHECK(own.get_content_type() == "application/problem+json");
}

TEST_CASE("the version is Lambent's, whole and in parts") {
  CHECK(std::string(get_version()) == LAMBENT_VERSION);
  CHECK(std::to_string(get_version_major()) + "." + std::to_string(get_version_minor()) + "." +
            std::to_string(get_version_patch()) ==
        LAMBENT_VERSION);
}

TEST_CASE("a loop of the program's own gets events and posts answers") {
  fake_api api({{invocation("1", "a",
                            "Content-Type: text/plain\r\nLambda-Runtime-Trace-Id: Root=1\r\n"
                            "Lambda-Runtime-Deadline-Ms: 1000\r\n")},
                {accepted()},
                {invocation("2", "b")},
                {accepted(), true}});
  runtime rt("http://" + api.address(), "shop/1.0");
  auto first = rt.get_next();
  REQUIRE(first.is_success());
  const invocation_request& request = first.get_result();
  CHECK(request.payload == "a");
  CHECK(request.request_id == "1");
  CHECK(request.content_type == "text/plain");
  CHECK(request.xray_trace_id == "Root=1");
  CHECK(request.tenant_id.empty());
  CHECK(request.deadline.time_since_epoch() == std::chrono::seconds(1));
  CHECK(request.get_time_remaining() < std::chrono::milliseconds(0));

  const auto stray = rt.post_success("other", invocation_response::success("x", "text/plain"));
  CHECK(stray.get_failure() == response_code::BAD_REQUEST);
  CHECK(rt.post_success("1", invocation_response::success("x", "")).is_success());

  auto second = rt.get_next();
  REQUIRE(second.is_success());
  CHECK(second.get_result().get_time_remaining() > std::chrono::hours(1));
  CHECK(rt.post_failure("2", invocation_response::failure("m", "BadOrder")).is_success());

  const auto& seen = api.requests();
  CHECK(seen[1].starts_with("POST /2018-06-01/runtime/invocation/1/response "));
  CHECK(has(seen[1], "\r\nContent-Type: text/html\r\n"));
  CHECK(seen[3].starts_with("POST /2018-06-01/runtime/invocation/2/error "));
  CHECK(has(seen[3], "\r\nLambda-Runtime-Function-Error-Type: Function.BadOrder\r\n"));
}

TEST_CASE("a refused answer comes back as its HTTP status, an absent Runtime API as not made") {
  std::string address;
  {
    fake_api api({{invocation("1", "a")}, {answer_of(403, "{}"), true}});
    address = api.address();
    runtime rt(address);
    REQUIRE(rt.get_next().is_success());
    const auto sent = rt.post_success("1", invocation_response::success("x", "text/plain"));
    CHECK(sent.get_failure() == response_code::FORBIDDEN);
    (void)api.requests();
  }
  runtime rt(address);
  CHECK(rt.get_next().get_failure() == response_code::REQUEST_NOT_MADE);

  fake_api failing(std::vector<lambent::scripted>(5, {answer_of(500, "{}")}));
  runtime other(failing.address());
  CHECK(other.get_next().get_failure() == response_code::INTERNAL_SERVER_ERROR);
}
