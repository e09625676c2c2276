#include "handler.hpp"

#include <lambent/testing.hpp>

#include "check.hpp"

int main() {
  const auto answer = lambent::testing::call(handle, event_file("countdown.json"));
  check_equal(said(answer), "3\n2\n1\n", "it counts down");
  check(answer.streamed && answer.content_type == "text/plain", "as a stream of text");

  const auto zero = lambent::testing::call(handle, R"({"from":0})");
  check_equal(said(zero), "BadRequest: count from 1 to 1000", "from something");
  return failed_checks == 0 ? 0 : 1;
}
