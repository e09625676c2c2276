#include <doctest/doctest.h>

#include "base/base64.hpp"
#include "base/temp_dir.hpp"
#include "engine/companions/query/testing.hpp"
#include "engine/companions/sts/service.hpp"
#include "engine/companions/sts/web_identity.hpp"

using namespace lambent;
namespace iam = lambent::companions::iam;
namespace sts = lambent::companions::sts;

namespace {

const std::string role_arn = "arn:aws:iam::210987654321:role/team/deployer";

struct tokens {
  testing::temp_dir data;
  std::unique_ptr<iam::store> roles = std::move(*iam::store::open(data.path / "iam.db"));
  sts::service service{*roles};
  testing::query_client<sts::service> client{service};

  xml_element assume(std::string_view seconds = "900") {
    return client.call({{"Action", "AssumeRole"},
                        {"RoleArn", role_arn},
                        {"RoleSessionName", "me"},
                        {"DurationSeconds", seconds}});
  }
};

// A token as OpenID Connect providers give them; nobody checks its signature here.
std::string web_token(std::string_view claims) {
  std::string payload = base64_encode(claims);
  while (payload.ends_with('=')) payload.pop_back();
  return "eyJhbGciOiJub25lIn0." + payload + ".x";
}

}  // namespace

TEST_CASE("a caller is its account's root") {
  tokens t;
  xml_element who = t.client.call({{"Action", "GetCallerIdentity"}});
  CHECK(who.at("Account") == "123456789012");
  CHECK(who.at("UserId") == "123456789012");
  CHECK(who.at("Arn") == "arn:aws:iam::123456789012:root");
}

TEST_CASE("credentials of an assumed role say whose they are") {
  tokens t;
  xml_element assumed = t.assume();
  const xml_element& given = *assumed.child("Credentials");
  CHECK(given.at("AccessKeyId").starts_with("ASIA"));
  CHECK(given.at("SecretAccessKey").size() == 40);
  CHECK(given.at("Expiration") == "2026-01-12T10:35:30Z");
  CHECK(assumed.child("AssumedRoleUser")->at("Arn") ==
        "arn:aws:sts::210987654321:assumed-role/deployer/me");

  xml_element who = t.client.call({{"Action", "GetCallerIdentity"}},
                                  {{"X-Amz-Security-Token", given.at("SessionToken")}});
  CHECK(who.at("Account") == "210987654321");
  CHECK(who.at("Arn") == "arn:aws:sts::210987654321:assumed-role/deployer/me");
  CHECK(who.at("UserId") == assumed.child("AssumedRoleUser")->at("AssumedRoleId"));

  // A presigned request has the token in its query.
  auto presigned =
      t.service.handle({"GET",
                        "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Security-Token=" +
                            percent_encode(given.at("SessionToken")),
                        {},
                        {}},
                       t.client.who);
  CHECK(presigned.status == 200);
  CHECK(presigned.body.contains("arn:aws:sts::210987654321:assumed-role/deployer/me"));
}

TEST_CASE("a role that IAM knows gives its id and its longest session") {
  tokens t;
  REQUIRE(
      t.roles->put_role({"210987654321", "deployer", "/team/", "AROAKNOWN", 0, "{}", "", 3'600, ""})
          .has_value());
  CHECK(t.assume().child("AssumedRoleUser")->at("AssumedRoleId") == "AROAKNOWN:me");
  CHECK(t.client.refusal({{"Action", "AssumeRole"},
                          {"RoleArn", role_arn},
                          {"RoleSessionName", "me"},
                          {"DurationSeconds", "3601"}}) ==
        "400 ValidationError The requested DurationSeconds exceeds the MaxSessionDuration set for "
        "this role.");
}

TEST_CASE("what STS refuses is refused in its words") {
  tokens t;
  auto assume = [&](std::string_view arn, std::string_view session) {
    return t.client.refusal(
        {{"Action", "AssumeRole"}, {"RoleArn", arn}, {"RoleSessionName", session}});
  };
  CHECK(assume("arn:a:a::aaaaaaaaaa:something", "me") ==
        "400 ValidationError arn:a:a::aaaaaaaaaa:something is invalid");
  CHECK(
      assume(role_arn, "Session1:2") ==
      "400 ValidationError 1 validation error detected: Value 'Session1:2' at 'roleSessionName' "
      R"(failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*)");
}

TEST_CASE("a web identity's claims are in the answer") {
  tokens t;
  auto with = [&](const std::string& token) {
    return t.client.send({{"Action", "AssumeRoleWithWebIdentity"},
                          {"RoleArn", role_arn},
                          {"RoleSessionName", "me"},
                          {"WebIdentityToken", token}});
  };
  http::response answered = with(
      web_token(R"({"sub":"repo:a/b","aud":["sts.amazonaws.com"],"iss":"https://token.host"})"));
  REQUIRE(answered.status == 200);
  xml_element result = *parse_xml(answered.body)->child("AssumeRoleWithWebIdentityResult");
  CHECK(result.at("SubjectFromWebIdentityToken") == "repo:a/b");
  CHECK(result.at("Audience") == "sts.amazonaws.com");
  CHECK(result.at("Provider") == "token.host");
  CHECK(result.child("Credentials")->at("AccessKeyId").starts_with("ASIA"));
  for (const auto& bad :
       {std::string("no token"), std::string("a.b.c"), web_token("{}"), web_token("[1]")})
    CHECK(with(bad).body.contains("<Code>InvalidIdentityToken</Code>"));
}

TEST_CASE("a session of one's own keeps the caller") {
  tokens t;
  xml_element given = *t.client.call({{"Action", "GetSessionToken"}}).child("Credentials");
  CHECK(given.at("Expiration") == "2026-01-12T22:20:30Z");
  xml_element who = t.client.call({{"Action", "GetCallerIdentity"}},
                                  {{"X-Amz-Security-Token", given.at("SessionToken")}});
  CHECK(who.at("Arn") == "arn:aws:iam::123456789012:root");
}
