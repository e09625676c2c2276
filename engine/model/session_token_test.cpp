#include "engine/model/session_token.hpp"

#include <doctest/doctest.h>

#include "engine/model/unique_id.hpp"

using namespace lambent::model;

TEST_CASE("a session token says whom it stands for") {
  session made = session_of(
      {"123456789012", "arn:aws:iam::123456789012:role/service-role/r", "AROAEXAMPLE", "me"});
  CHECK(made.arn == "arn:aws:sts::123456789012:assumed-role/r/me");
  CHECK(made.user_id == "AROAEXAMPLE:me");
  auto read = read_session_token(make_session_token(made));
  REQUIRE(read.has_value());
  CHECK(read->account == made.account);
  CHECK(read->arn == made.arn);
  CHECK(read->user_id == made.user_id);
}

TEST_CASE("other tokens are nobody's") {
  for (std::string_view other : {"", "lambent", "FwoGZXIvYXdzEXAMPLE", "LambentSession/",
                                 "LambentSession/?", "LambentSession/MTIz"})
    CHECK_FALSE(read_session_token(other).has_value());
}

TEST_CASE("unique ids have IAM's form, and those of a text are the same for ever") {
  CHECK(new_unique_id("AROA").size() == 21);
  CHECK(new_unique_id("AROA") != new_unique_id("AROA"));
  CHECK(new_access_key_id().size() == 20);
  CHECK(unique_id_of("ANPA", "a") == unique_id_of("ANPA", "a"));
  CHECK(unique_id_of("ANPA", "a") != unique_id_of("ANPA", "b"));
}
