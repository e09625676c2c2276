#include <doctest/doctest.h>
#include <lambent/http.hpp>
#include <lambent/json.hpp>
#include <lambent/stream.hpp>
#include <lambent/testing.hpp>

#include <memory>
#include <string>

using namespace lambent;

namespace {

struct square {
  int side = 0;
};
LAMBENT_JSON(square, side);

}  // namespace

TEST_CASE("a handler is called in the test's own process, and its answer is what the wire saw") {
  const auto area = [](const square& s) { return s.side * s.side; };
  const auto answer = testing::call(area, R"({"side":12})");
  CHECK(answer.ok());
  CHECK(answer.body == "144");
  CHECK(answer.content_type == "application/json");
  const auto bad = testing::call(area, R"({"side":"x"})");
  REQUIRE_FALSE(bad.ok());
  CHECK(bad.error->type == "Runtime.UnmarshalError");
  CHECK(bad.error->message == "$.side: expected an integer, found a string \"x\"");
}

TEST_CASE("the context of a called handler says what the invocation says") {
  const auto who = [](std::string_view, const context& about) {
    CHECK(about.remaining() > std::chrono::seconds(50));
    return std::string(about.tenant_id) + " " + std::string(about.invoked_function_arn);
  };
  const auto answer = testing::call(
      who,
      {.invoked_function_arn = "arn:x", .tenant_id = "blue", .timeout = std::chrono::minutes(1)});
  CHECK(answer.body == "blue arn:x");
}

TEST_CASE("a handler that cannot be copied is called too, and so is one that streams") {
  auto owned = std::make_unique<int>(7);
  const auto answer = testing::call(
      [owned = std::move(owned)](std::string_view) { return std::to_string(*owned); }, "1");
  CHECK(answer.body == "7");

  const auto pieces = testing::call(
      [](std::string_view event, stream& out) {
        out.begin("text/plain");
        out.write("got ");
        out.write(event);
      },
      "[1]");
  CHECK(pieces.ok());
  CHECK(pieces.streamed);
  CHECK(pieces.body == "got [1]");
  CHECK(pieces.content_type == "text/plain");

  const auto broken = testing::call(
      [](std::string_view, stream& out) {
        out.write("half");
        return failure{"Halfway", "no more"};
      },
      "1");
  CHECK(broken.body == "half");
  REQUIRE_FALSE(broken.ok());
  CHECK(broken.error->type == "Halfway");
  CHECK(broken.error->message == "no more");
}

TEST_CASE("an HTTP handler may stream, with status and headers first") {
  const auto answer = testing::call(
      [](const http::request& request, stream& out) {
        out.begin({.status_code = 201, .headers = {{"x-path", std::string(request.raw_path())}}});
        out.write("body");
      },
      R"({"version":"2.0","rawPath":"/a","requestContext":{"http":{"method":"GET"}}})");
  REQUIRE(answer.ok());
  CHECK(answer.content_type == "application/vnd.awslambda.http-integration-response");
  CHECK(answer.body == std::string(R"({"statusCode":201,"headers":{"x-path":"/a"},"cookies":[]})") +
                           std::string(8, '\0') + "body");
}

TEST_CASE("a reply that Lambda would refuse is the error that its caller would get") {
  const auto answer =
      testing::call([](std::string_view) { return std::string(6 * 1024 * 1024 + 101, 'x'); }, "1");
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error->type == "Function.ResponseSizeTooLarge");
}
