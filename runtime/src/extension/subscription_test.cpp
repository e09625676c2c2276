#include "subscription.hpp"

#include <doctest/doctest.h>

using namespace lambent::telemetry;
using std::chrono::milliseconds;

TEST_CASE("a subscription over HTTP names AWS's host and the receiver's port") {
  CHECK(subscription_body({}, "2022-12-13", 4243) ==
        R"({"schemaVersion":"2022-12-13","types":["platform","function"],)"
        R"("buffering":{"timeoutMs":1000,"maxBytes":262144,"maxItems":10000},)"
        R"("destination":{"protocol":"HTTP","URI":"http://sandbox.localdomain:4243"}})");
}

TEST_CASE("a subscription over TCP has a port alone") {
  const subscription s = {
      .types = {extension},
      .buffering = {.timeout = milliseconds{25}, .max_bytes = 1'048'576, .max_items = 1'000},
      .protocol = protocol::tcp};
  CHECK(problem_of(s).empty());
  CHECK(subscription_body(s, "2025-01-29", 1) ==
        R"({"schemaVersion":"2025-01-29","types":["extension"],)"
        R"("buffering":{"timeoutMs":25,"maxBytes":1048576,"maxItems":1000},)"
        R"("destination":{"protocol":"TCP","port":1}})");
}

TEST_CASE("the schema version is the newest that the API and the instance take") {
  CHECK(schema_version_of({}, false) == "2022-12-13");
  CHECK(schema_version_of({}, true) == "2025-01-29");
  CHECK(schema_version_of({.source = source::logs}, false) == "2021-03-18");
  CHECK(schema_version_of({.schema_version = "2022-07-01"}, true) == "2022-07-01");
  CHECK(path_of(source::telemetry) == "/2022-07-01/telemetry");
  CHECK(path_of(source::logs) == "/2020-08-15/logs");
}

TEST_CASE("AWS's limits are checked, and the problem names the value and the limits") {
  const auto with = [](buffering b) { return problem_of({.buffering = b}); };
  CHECK(problem_of({}).empty());
  CHECK(with({.timeout = milliseconds{30'000}}).empty());
  CHECK(with({.timeout = milliseconds{24}}) ==
        "subscribe to telemetry: buffering.timeout is 24 ms, and AWS takes 25 to 30000");
  CHECK_FALSE(with({.timeout = milliseconds{30'001}}).empty());
  CHECK(with({.max_bytes = 262'143}) ==
        "subscribe to telemetry: buffering.max_bytes is 262143, and AWS takes 262144 to 1048576");
  CHECK_FALSE(with({.max_bytes = 1'048'577}).empty());
  CHECK(with({.max_items = 999}) ==
        "subscribe to telemetry: buffering.max_items is 999, and AWS takes 1000 to 10000");
  CHECK_FALSE(with({.max_items = 10'001}).empty());
  CHECK_FALSE(problem_of({.types = {}}).empty());
  CHECK_FALSE(problem_of({.types = {static_cast<type>(7)}}).empty());
  CHECK_FALSE(problem_of({.port = 9001}).empty());
}
