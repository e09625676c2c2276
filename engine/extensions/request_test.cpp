#include "engine/extensions/request.hpp"

#include <doctest/doctest.h>

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
