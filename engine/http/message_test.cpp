#include "engine/http/message.hpp"

#include <doctest/doctest.h>

namespace http = lambent::http;

TEST_CASE("header names compare without regard to case and the first value wins") {
  http::headers fields{{"Content-Type", "application/json"}, {"X-Amz-Log-Type", "Tail"}};
  fields.add("content-type", "second");
  CHECK(fields.get("content-TYPE") == "application/json");
  CHECK(fields.has("x-amz-log-type"));
  CHECK_FALSE(fields.has("x-amz-log"));
  CHECK(fields.get("missing").empty());
}

TEST_CASE("a target splits into its encoded path and its decoded query") {
  auto parsed = http::parse_target("/a%2Fb?Qualifier=%24LATEST&tagKeys=a+b&tagKeys=c&flag&&x=");
  CHECK(parsed.path == "/a%2Fb");
  REQUIRE(parsed.query.size() == 5);
  CHECK(parsed.get("Qualifier") == "$LATEST");
  CHECK(parsed.query[1].second == "a b");
  CHECK(parsed.query[2].second == "c");
  CHECK(parsed.has("flag"));
  CHECK(parsed.has("x"));
  CHECK_FALSE(parsed.has("y"));
  CHECK(http::parse_target("/only").query.empty());
  CHECK(http::parse_target("/only?").query.empty());
}
