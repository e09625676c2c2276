#include "aws/services/sts.hpp"

#include <doctest/doctest.h>

#include "aws/testing/service_fixture.hpp"

using namespace lambent::aws;
using lambent::aws::testing::http_answer;
using lambent::aws::testing::service;

namespace {

std::string with_keys(const std::string& action, const std::string& keys) {
  return http_answer(200, "<" + action + "Response><" + action + "Result><Credentials>" + keys +
                              "</Credentials></" + action + "Result></" + action + "Response>");
}
const std::string keys =
    "<AccessKeyId>A</AccessKeyId><SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken>"
    "<Expiration>2015-08-30T13:36:00Z</Expiration>";

}  // namespace

TEST_CASE("AWS says who is calling") {
  service aws(200,
              "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:me</Arn><UserId>u"
              "</UserId><Account>123456789012</Account></GetCallerIdentityResult>"
              "</GetCallerIdentityResponse>");
  auto me = sts::get_caller_identity(aws.with());
  REQUIRE(me.has_value());
  CHECK(me->arn == "arn:me");
  CHECK(me->user_id == "u");
  CHECK(me->account == "123456789012");
  CHECK(aws.asked() == "POST / Action=GetCallerIdentity&Version=2011-06-15");
}

TEST_CASE("a role is taken on by keys, which sign, or by a token, which does not") {
  service signed_call({with_keys("AssumeRole", keys)});
  auto role = sts::assume_role(signed_call.with(), {.role_arn = "arn:r", .session_name = "s"});
  REQUIRE(role.has_value());
  CHECK(role->access_key_id == "A");
  CHECK(role->secret_access_key == "S");
  CHECK(role->session_token == "T");
  CHECK(role->expires == testing::world_begins + std::chrono::seconds(3600));
  CHECK(signed_call.asked() ==
        "POST / Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Ar&RoleSessionName=s");
  CHECK(!signed_call.last().header("authorization").empty());

  service unsigned_call({with_keys("AssumeRoleWithWebIdentity", keys)});
  role = sts::assume_role_with_web_identity(unsigned_call.with(),
                                            {.role_arn = "r", .session_name = "s", .token = "t"});
  CHECK(role.value().access_key_id == "A");
  CHECK(unsigned_call.last().header("authorization").empty());
}

TEST_CASE("an answer without keys is none") {
  service empty({with_keys("AssumeRole", "")});
  auto role = sts::assume_role(empty.with(), {.role_arn = "r", .session_name = "s"});
  CHECK(role.error().error.what == "the answer is not AWS's: it has no credentials");
  service page(200, "<html><body>Welcome</body></html>");
  CHECK(sts::get_caller_identity(page.with()).error().error.what ==
        "the answer is not AWS's: it is <html>");
}
