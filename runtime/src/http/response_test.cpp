#include <doctest/doctest.h>
#include <lambent/http.hpp>

#include <string>

using namespace lambent;
using http::response;

namespace {

constexpr std::string_view http_api =
    R"({"version":"2.0","rawPath":"/","requestContext":{"http":{"method":"GET"}}})";
constexpr std::string_view rest_api = R"({"resource":"/","httpMethod":"GET","path":"/"})";
constexpr std::string_view balancer =
    R"({"requestContext":{"elb":{}},"httpMethod":"GET","path":"/","headers":{}})";
constexpr std::string_view multi_balancer =
    R"({"requestContext":{"elb":{}},"httpMethod":"GET","path":"/","multiValueHeaders":{}})";
constexpr std::string_view lattice = R"({"raw_path":"/","method":"GET"})";

std::string event_of(const response& what, std::string_view to) {
  return to_event(what, *http::request::from_event(to));
}

response with_cookies() {
  return response::text("hi").header("Vary", "a").header("vary", "b").cookie("s=1").cookie("t=2");
}

struct point {
  int x = 0;
};
LAMBENT_JSON(point, x);

template <class F>
std::string answer_to(F handle, std::string_view event = http_api) {
  detail::answer out;
  out.begin();
  detail::invoke(handle, event, context{}, out);
  return out.failed() ? out.why().type + ": " + out.why().message : std::string(out.body());
}

}  // namespace

TEST_CASE("each origin gets the reply in its own form, repeated headers and cookies included") {
  CHECK(event_of(with_cookies(), http_api) ==
        R"({"statusCode":200,"headers":{"Content-Type":"text/plain; charset=utf-8","Vary":"a, b"},)"
        R"("cookies":["s=1","t=2"],"body":"hi","isBase64Encoded":false})");
  CHECK(event_of(with_cookies(), rest_api) ==
        R"({"statusCode":200,"multiValueHeaders":{"Content-Type":["text/plain; charset=utf-8"],)"
        R"("Vary":["a","b"],"Set-Cookie":["s=1","t=2"]},"body":"hi","isBase64Encoded":false})");
  CHECK(event_of(with_cookies(), balancer) ==
        R"({"statusCode":200,"statusDescription":"200 OK","headers":{)"
        R"("Content-Type":"text/plain; charset=utf-8","Vary":"a, b","set-cookie":"s=1",)"
        R"("Set-cookie":"t=2"},"body":"hi","isBase64Encoded":false})");
  CHECK(event_of(response::empty(404), multi_balancer) ==
        R"({"statusCode":404,"statusDescription":"404 Not Found","multiValueHeaders":{},)"
        R"("body":"","isBase64Encoded":false})");
  CHECK(
      event_of(response::empty(299), lattice) ==
      R"({"statusCode":299,"statusDescription":"299","headers":{},"body":"","isBase64Encoded":false})");
}

TEST_CASE("a body is text or base64 by its type, its encoding and its bytes") {
  const auto is_base64 = [](const response& what) {
    return event_of(what, http_api).ends_with(R"("isBase64Encoded":true})");
  };
  const auto typed = [](std::string type, std::string body) {
    return response{.body = std::move(body)}.header("Content-Type", std::move(type));
  };
  for (const char* const text : {"text/css", "application/json", "application/problem+json",
                                 "image/svg+xml", "Application/XML; charset=utf-8",
                                 "application/javascript", "application/x-www-form-urlencoded"}) {
    CAPTURE(text);
    CHECK_FALSE(is_base64(typed(text, "ä")));
    CHECK(is_base64(typed(text, "\xFF")));  // No text, whatever it says.
  }
  for (const char* const bytes : {"image/png", "application/octet-stream", "application/zip"}) {
    CAPTURE(bytes);
    CHECK(is_base64(typed(bytes, "x")));
  }
  CHECK_FALSE(is_base64(response{.body = "no type"}));
  CHECK(is_base64(response{.body = "\xC3"}));
  CHECK(is_base64(response::text("x").header("Content-Encoding", "br")));
  CHECK_FALSE(is_base64(response::text("x").header("content-encoding", "identity")));
  CHECK(is_base64(response::bytes("x", "text/plain")));
  CHECK(
      event_of(response::bytes(std::string("\0\xFF", 2), "image/png"), http_api) ==
      R"({"statusCode":200,"headers":{"Content-Type":"image/png"},"body":"AP8=","isBase64Encoded":true})");
}

TEST_CASE("a handler may return a response, text, a struct, nothing, or a result of these") {
  const std::string_view rest = R"("isBase64Encoded":false})";
  CHECK(answer_to([](const http::request& r) {
          return response::redirect("/" + std::string(r.method()));
        }) == R"({"statusCode":302,"headers":{"Location":"/GET"},"body":"",)" + std::string(rest));
  CHECK(
      answer_to([](const http::request&) { return "text"; }) ==
      R"({"statusCode":200,"headers":{"Content-Type":"text/plain; charset=utf-8"},"body":"text",)" +
          std::string(rest));
  CHECK(answer_to([](const http::request&) { return point{3}; }) ==
        R"({"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"{\"x\":3}",)" +
            std::string(rest));
  CHECK(answer_to([](const http::request&) {}) ==
        R"({"statusCode":204,"headers":{},"body":"",)" + std::string(rest));
  CHECK(answer_to([](http::request) -> result<response> {
          return failure{"NoDatabase", "down"};
        }) == "NoDatabase: down");
  CHECK(answer_to([](http::request) -> result<response> { return response::empty(); }) ==
        R"({"statusCode":204,"headers":{},"body":"",)" + std::string(rest));
  CHECK(answer_to([](const http::request&) { return "never"; }, "{}")
            .starts_with("Runtime.UnmarshalError: the event is no HTTP request"));
}
