#include "handler.hpp"

#include <lambent/testing.hpp>

#include "check.hpp"

namespace {

bool has(const lambent::testing::answer& answer, std::string_view text) {
  return answer.body.find(text) != std::string::npos;
}

}  // namespace

int main() {
{{#apigw_websockets}}
  const auto connected =
      lambent::testing::call(routes(), event_file("apigw-websocket-connect.json"));
  check(has(connected, R"("statusCode":200)"), "everybody may connect");

  const auto heard = lambent::testing::call(routes(), event_file("apigw-websocket-request.json"));
  check(has(heard, "{{name}} heard"), "a message is answered");
{{/apigw_websockets}}
{{^apigw_websockets}}
  const std::string event = event_file("{{example}}.json");
  const auto hello = lambent::testing::call(routes(), event);
  check(has(hello, R"("statusCode":200)") && has(hello, "Hello Ada, this is {{name}}"),
        "whoever gives a name is greeted");

  // Any request can be made up; this one is a function URL's.
  const auto post = [](const std::string& body) {
    const std::string request = R"({"version":"2.0","rawPath":"/orders","body":)" +
                                lambent::json::print(body) +
                                R"(,"requestContext":{"http":{"method":"POST"}}})";
    return lambent::testing::call(routes(), request);
  };
  check(has(post(R"({"id":"o-7","quantity":2})"), R"("statusCode":201)"), "an order is taken");
  check(has(post(R"({"id":"o-7","quantity":0})"), R"("statusCode":422)"), "one of nothing is not");
  check(has(post("o-7"), R"("statusCode":400)"), "nor is what is no JSON");
{{/apigw_websockets}}

  const auto other = lambent::testing::call(routes(), "{}");
  check(!other.ok() && other.error->type == "Runtime.UnmarshalError", "other events are refused");
  return failed_checks == 0 ? 0 : 1;
}
