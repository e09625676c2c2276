#include "engine/extensions/request.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace lambent::extensions;

TEST_CASE("a registration names its events, or none") {
  CHECK(read_registration(R"({"events":["INVOKE","SHUTDOWN"]})") ==
        events{.invoke = true, .shutdown = true});
  CHECK(read_registration(R"({"events":["SHUTDOWN"]})") == events{.shutdown = true});
  CHECK(read_registration("{}") == events{});
  CHECK(read_registration(R"({"events":null,"more":1})") == events{});
}

TEST_CASE("a registration that is none, or of other events, is refused with AWS's types") {
  for (const char* body : {"", "[]", "{", R"({"events":"INVOKE"})", R"({"events":[1]})"}) {
    auto read = read_registration(body);
    REQUIRE_FALSE(read);
    CHECK(read.error().status == 403);
    CHECK(read.error().type == "InvalidRequestFormat");
  }
  CHECK(read_registration(R"({"events":["RESTORE"]})").error().type ==
        "Extension.InvalidEventType");
}

TEST_CASE("the account's number is given to those who accept it") {
  CHECK(accepts_account_id("accountId"));
  CHECK(accepts_account_id("other, accountId"));
  CHECK_FALSE(accepts_account_id(""));
  CHECK_FALSE(accepts_account_id("accountid, accountIdentity"));
}

namespace {

std::string subscription_to(const std::string& destination, const std::string& more = "") {
  return R"({"schemaVersion":"2022-12-13","types":["platform","function"],"destination":)" +
         destination + more + "}";
}

constexpr const char* http = R"({"protocol":"HTTP","URI":"http://sandbox.localdomain:4243/x?y=1"})";

}  // namespace

TEST_CASE("a subscription names types, limits and a place inside the sandbox") {
  auto read = read_subscription(
      telemetry_api::telemetry,
      subscription_to(http, R"(,"buffering":{"timeoutMs":25,"maxBytes":1048576,"maxItems":1000})"));
  REQUIRE(read);
  CHECK(read->objects);
  CHECK(read->platform);
  CHECK(read->function);
  CHECK_FALSE(read->extension);
  CHECK(read->buffering.timeout.count() == 25);
  CHECK(read->buffering.bytes_max == 1'048'576);
  CHECK(read->buffering.items_max == 1'000);
  CHECK(read->destination.port == 4243);
  CHECK(read->destination.path == "/x?y=1");

  auto tcp = read_subscription(
      telemetry_api::logs, R"({"types":["extension"],"destination":{"protocol":"TCP","port":9}})");
  REQUIRE(tcp);
  CHECK(tcp->destination.protocol == protocol::tcp);
  CHECK_FALSE(tcp->objects);
  CHECK(tcp->destination.port == 9);
  CHECK(tcp->buffering.timeout.count() == 1'000);
}

TEST_CASE("a subscription that AWS would refuse is refused") {
  for (const std::string& body :
       {std::string("[]"), std::string("{}"), subscription_to("1"),
        subscription_to(R"({"protocol":"UDP","port":9})"),
        subscription_to(R"({"protocol":"TCP","port":0})"),
        subscription_to(R"({"protocol":"TCP","port":65536})"),
        subscription_to(R"({"protocol":"HTTP","URI":"http://127.0.0.1:4243"})"),
        subscription_to(R"({"protocol":"HTTP","URI":"https://sandbox.localdomain:4243"})"),
        subscription_to(R"({"protocol":"HTTP","URI":"http://sandbox.localdomain:0"})"),
        subscription_to(R"({"protocol":"HTTP","URI":"http://sandbox.localdomain:42x"})"),
        subscription_to(R"({"protocol":"HTTP","URI":"http://sandbox:1/ HTTP/1.1\r\nA: b"})"),
        subscription_to(R"({"protocol":"HTTP","URI":"http://sandbox:1","method":"GET"})"),
        subscription_to(http, R"(,"buffering":[])"),
        subscription_to(http, R"(,"buffering":{"timeoutMs":24})"),
        subscription_to(http, R"(,"buffering":{"maxBytes":1})"),
        subscription_to(http, R"(,"buffering":{"maxItems":10001})")}) {
    auto read = read_subscription(telemetry_api::telemetry, body);
    INFO(body);
    REQUIRE_FALSE(read);
    CHECK(read.error().status == 400);
    CHECK(read.error().type == "ValidationError");
  }
  CHECK_FALSE(read_subscription(telemetry_api::logs, subscription_to(http)));  // Another schema.
}
