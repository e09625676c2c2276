#include "reply.hpp"

#include <doctest/doctest.h>

TEST_CASE("the reply holds the request id and the digits, as the study's functions wrote them") {
  CHECK(pi::reply("8476a536-e9f4-11e8-9739-2dfe598c3fcd", "31415") ==
        R"({"req_id":"8476a536-e9f4-11e8-9739-2dfe598c3fcd","digits":[3,1,4,1,5]})");
  CHECK(pi::reply("r", "3") == R"({"req_id":"r","digits":[3]})");
}
