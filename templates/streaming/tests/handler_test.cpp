#include "handler.hpp"

#include <lambent/testing.hpp>

#include "check.hpp"

int main() {
  const auto answer = lambent::testing::call(handle, event_file("countdown.json"));
  check_equal(said(answer), "3\n2\n1\n", "it counts down");
  check(answer.streamed && answer.content_type == "text/plain", "as a stream of text");

  const auto zero = lambent::testing::call(handle, R"({"from":0})");
  check_equal(said(zero), "BadRequest: count from 1 to 1000", "from something");

  // An HTTP response begins with its head, as JSON.
  const std::string url = event_file("countdown-url.json");
  const auto page = lambent::testing::call(handle, url);
  check(page.body.starts_with(R"({"statusCode":200,)"), "by its URL it answers in HTTP");
  check(page.body.ends_with("3\n2\n1\n"), "and counts down from what the query says");

  for (const char* const wrong : {"three", "3x", "", "0", "99999999999"}) {
    const std::string query = "\"from\": \"" + std::string(wrong) + "\"";
    const auto refused = lambent::testing::call(handle, replaced(url, "\"from\": \"3\"", query));
    check(refused.body.starts_with(R"({"statusCode":400,)"), "what is no number is refused");
  }
  return failed_checks == 0 ? 0 : 1;
}
