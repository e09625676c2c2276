#include "aws/services/lambda_ready.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "aws/services/lambda.hpp"
#include "aws/testing/service_fixture.hpp"

using namespace lambent::aws;
using lambda::readiness;
using lambda::readiness_of;
using lambent::aws::testing::http_answer;
using lambent::aws::testing::service;

namespace {

json_object object(std::string_view text) {
  return boost::json::parse({text.data(), text.size()}).as_object();
}

const std::string busy = http_answer(200, R"({"LastUpdateStatus":"InProgress"})");
const std::string update_failed = http_answer(
    200,
    R"({"State":"Active","LastUpdateStatus":"Failed","LastUpdateStatusReasonCode":"InvalidSubnet"})");
const std::string failed =
    http_answer(200, R"({"State":"Failed","StateReasonCode":"InternalError"})");
const std::string ready = http_answer(200, R"({"LastUpdateStatus":"Successful","MemorySize":128})");

struct slept {
  std::chrono::milliseconds all{0};
  lambda::sleeper sleeper() {
    return [this](std::chrono::milliseconds time) { all += time; };
  }
};

}  // namespace

TEST_CASE("a function is ready, busy or failed") {
  using kind = readiness::kind;
  CHECK(readiness_of(object(R"({"State":"Active","LastUpdateStatus":"Successful"})")).what ==
        kind::ready);
  CHECK(readiness_of(object(R"({"State":"Pending"})")).what == kind::busy);
  CHECK(readiness_of(object(R"({"State":"Active","LastUpdateStatus":"InProgress"})")).what ==
        kind::busy);
  auto failed = readiness_of(object(
      R"({"State":"Failed","StateReasonCode":"EniLimitExceeded","StateReason":"too many"})"));
  CHECK(failed.what == kind::failed);
  CHECK(failed.why == "EniLimitExceeded: too many");
  CHECK(readiness_of(object(R"({"State":"Inactive"})")).what == kind::ready);
  auto update = readiness_of(object(
      R"({"State":"Active","LastUpdateStatus":"Failed","LastUpdateStatusReason":"no subnet"})"));
  CHECK(update.what == kind::update_failed);
  CHECK(update.why == "no subnet");
}

TEST_CASE("a function is asked for until it is ready, and its configuration is the answer") {
  service aws({busy, busy, ready});
  slept time;
  auto got = lambda::await_ready(aws.with(), "f", time.sleeper(), "wait");
  REQUIRE(got.has_value());
  CHECK(number_at(*got, "MemorySize") == 128);
  CHECK(aws.requests().size() == 3);
  CHECK(time.all > std::chrono::milliseconds(0));
}

TEST_CASE("a function that stays busy is given up after five minutes") {
  service aws({busy});
  slept time;
  auto got = lambda::await_ready(aws.with(), "f", time.sleeper(), "look at it");
  REQUIRE(!got.has_value());
  CHECK(got.error().error.what == "the function was not ready within 5 minutes");
  CHECK(got.error().error.hint == "look at it");
  CHECK(time.all == lambda::ready_wait_max);
}

TEST_CASE("a change waits for another one that came between, and is made once more") {
  service aws({ready, http_answer(409, "{}", {{"x-amzn-errortype", "ResourceConflictException"}}),
               busy, ready, http_answer(200, "{}"), ready});
  slept time;
  auto change = [&](const json_object&) {
    return lambda::update_function_configuration(aws.with(), "f", "{}");
  };
  auto got = lambda::change_when_ready(aws.with(), "f", time.sleeper(), "", change);
  REQUIRE(got.has_value());
  CHECK(number_at(*got, "MemorySize") == 128);
  CHECK(aws.requests().size() == 6);
}

TEST_CASE("a function whose last update failed takes the next one") {
  service aws({busy, update_failed, http_answer(200, "{}"), busy, ready});
  slept time;
  auto change = [&](const json_object&) {
    return lambda::update_function_configuration(aws.with(), "f", "{}");
  };
  auto got = lambda::change_when_ready(aws.with(), "f", time.sleeper(), "", change);
  REQUIRE(got.has_value());
  CHECK(number_at(*got, "MemorySize") == 128);
  CHECK(aws.requests().size() == 5);
}

TEST_CASE("a change is judged by its own update, and none is sent to a function that failed") {
  slept time;
  service failing({ready, http_answer(200, "{}"), busy, update_failed});
  auto change = [](service& of) {
    return [&](const json_object&) {
      return lambda::update_function_configuration(of.with(), "f", "{}");
    };
  };
  auto got =
      lambda::change_when_ready(failing.with(), "f", time.sleeper(), "look", change(failing));
  REQUIRE(!got.has_value());
  CHECK(got.error().error.what == "Lambda could not make the function ready: InvalidSubnet");
  CHECK(got.error().error.hint == "look");
  service broken({failed});
  CHECK(!lambda::change_when_ready(broken.with(), "f", time.sleeper(), "", change(broken)));
  CHECK(broken.requests().size() == 1);
}
