#include <doctest/doctest.h>
#include <lambent/client_context.hpp>

#include <string>

using namespace lambent;

TEST_CASE("the client context of an invocation is taken apart, and what is new in it stays") {
  context about;
  about.client_context =
      R"({"client":{"installation_id":"i-1","app_title":"Shop","app_version_code":"7"},)"
      R"("custom":{"basket":{"items":3}},"env":{"locale":"de"},)"
      R"("w3c":{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},"services":{}})";
  const auto who = client_context_of(about);
  REQUIRE(who.has_value());
  REQUIRE(who->has_value());
  CHECK((*who)->client->installation_id == "i-1");
  CHECK((*who)->client->app_title == "Shop");
  CHECK_FALSE((*who)->client->app_package_name.has_value());
  CHECK((*who)->custom.get<json::object>("basket")->get<int>("items").value_or(0) == 3);
  CHECK(*(*who)->env.get<std::string>("locale") == "de");
  CHECK((*who)->w3c->traceparent->starts_with("00-0af7"));
  CHECK((*who)->other.contains("services"));
}

TEST_CASE("the Cognito identity of an invocation is taken apart") {
  context about;
  about.cognito_identity =
      R"({"cognitoIdentityId":"eu-west-1:7f","cognitoIdentityPoolId":"eu-west-1:pool"})";
  const auto who = cognito_identity_of(about);
  REQUIRE(who.has_value());
  CHECK((*who)->identity_id == "eu-west-1:7f");
  CHECK((*who)->identity_pool_id == "eu-west-1:pool");
}

TEST_CASE("an invocation without them has none, and nonsense from the caller is a failure") {
  context about;
  CHECK_FALSE(client_context_of(about)->has_value());
  CHECK_FALSE(cognito_identity_of(about)->has_value());
  about.client_context = R"({"client":"me"})";
  CHECK(client_context_of(about).error().message ==
        "$.client: expected an object, found a string \"me\"");
  about.client_context = "null";
  CHECK_FALSE(client_context_of(about)->has_value());
}
