#include "aws/transport/retry.hpp"

#include <doctest/doctest.h>

using namespace lambent::aws;
using std::chrono::milliseconds;

namespace {

std::optional<milliseconds> wait(trouble what, int number, bool may_repeat, double jitter = 1.0) {
  return retries(3).wait_after(
      {.what = what, .number = number, .may_repeat = may_repeat, .jitter = jitter});
}

}  // namespace

TEST_CASE("a request may be repeated by its method, or as its operation says") {
  for (const char* method : {"GET", "HEAD", "PUT", "DELETE"}) CHECK(may_repeat({.method = method}));
  CHECK(!may_repeat({.method = "POST"}));
  CHECK(!may_repeat({.method = "PATCH"}));
  CHECK(may_repeat({.method = "POST", .repeat = repeat::safe}));
  CHECK(!may_repeat({.method = "GET", .repeat = repeat::never}));
}

TEST_CASE("refusals are throttling, passing troubles of a server, or lasting") {
  CHECK(trouble_of(429, "") == trouble::throttled);
  CHECK(trouble_of(400, "ThrottlingException") == trouble::throttled);
  CHECK(trouble_of(503, "SlowDown") == trouble::throttled);
  for (int status : {500, 502, 503, 504}) CHECK(trouble_of(status, "") == trouble::transient);
  CHECK(trouble_of(400, "RequestTimeout") == trouble::transient);
  CHECK(trouble_of(400, "IDPCommunicationError") == trouble::transient);
  CHECK(trouble_of(501, "") == trouble::lasting);
  CHECK(trouble_of(404, "ResourceNotFoundException") == trouble::lasting);
  CHECK(trouble_of(409, "ResourceConflictException") == trouble::lasting);
}

TEST_CASE("what may have been carried out is repeated only where that does no harm") {
  CHECK(wait(trouble::transient, 1, true).has_value());
  CHECK(!wait(trouble::transient, 1, false).has_value());
  CHECK(wait(trouble::throttled, 1, false).has_value());
  CHECK(wait(trouble::unreachable, 1, false).has_value());
  CHECK(!wait(trouble::lasting, 1, true).has_value());
}

TEST_CASE("attempts are counted") {
  CHECK(wait(trouble::transient, 2, true).has_value());
  CHECK(!wait(trouble::transient, 3, true).has_value());
  CHECK(!retries(1).wait_after({.what = trouble::throttled, .number = 1}).has_value());
}

TEST_CASE("waits double up to twenty seconds, and are random up to that") {
  CHECK(wait(trouble::transient, 1, true) == milliseconds(50));
  CHECK(wait(trouble::transient, 2, true) == milliseconds(100));
  CHECK(wait(trouble::throttled, 1, true) == milliseconds(1000));
  CHECK(wait(trouble::throttled, 2, true, 0.25) == milliseconds(500));
  CHECK(wait(trouble::throttled, 2, true, 0.0) == milliseconds(0));
  retries many(100);
  CHECK(many.wait_after({.what = trouble::throttled, .number = 60}) == milliseconds(20'000));
}

TEST_CASE("a server can ask for a longer wait, by five seconds at most") {
  auto wait = [](milliseconds wanted) {
    return retries(3)
        .wait_after({.what = trouble::throttled, .number = 1, .server_wants = wanted})
        .value();
  };
  CHECK(wait(milliseconds(10)) == milliseconds(1000));
  CHECK(wait(milliseconds(3000)) == milliseconds(3000));
  CHECK(wait(milliseconds(60'000)) == milliseconds(6000));
  CHECK(asked_wait({.headers = {{"x-amz-retry-after", "1500"}}}) == milliseconds(1500));
  CHECK(asked_wait({.headers = {{"retry-after", "2"}}}) == milliseconds(2000));
  for (const char* text : {"", "-1", "soon", "2.5", "99999999999999999999"})
    CHECK(asked_wait({.headers = {{"retry-after", text}}}) == milliseconds(0));
}

TEST_CASE("a client whose every request fails stops repeating, and a success restores it") {
  retries budget(1000);
  int granted = 0;
  while (budget.wait_after({.what = trouble::transient, .number = 1, .may_repeat = true}))
    ++granted;
  CHECK(granted == 35);
  budget.succeeded();
  CHECK(budget.wait_after({.what = trouble::transient, .number = 1, .may_repeat = true}));
}
