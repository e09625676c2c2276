#include <lambent/events/cognito.hpp>
#include <lambent/lambent.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace {

template <class T>
void check_trigger(std::string_view name) {
  check_round_trip<T>(
      name, {"userAttributes", "clientMetadata", "validationData", "claimsToAddOrOverride",
             "publicChallengeParameters", "privateChallengeParameters", "userAttributesToMap"});
}

}  // namespace

TEST_CASE("all triggers of a user pool survive a round trip") {
  check_trigger<cognito::pre_sign_up>("cognito_pre_sign_up");
  check_trigger<cognito::post_confirmation>("cognito_post_confirmation");
  check_trigger<cognito::pre_authentication>("cognito_pre_authentication");
  check_trigger<cognito::post_authentication>("cognito_post_authentication");
  check_trigger<cognito::pre_token_generation>("cognito_pre_token_generation");
  check_trigger<cognito::pre_token_generation>("cognito_pre_token_generation_answered");
  check_trigger<cognito::pre_token_generation_v2>("cognito_pre_token_generation_v2");
  check_trigger<cognito::pre_token_generation_v2>("cognito_pre_token_generation_v3");
  check_trigger<cognito::migrate_user>("cognito_migrate_user");
  check_trigger<cognito::migrate_user>("cognito_migrate_user_answered");
  check_trigger<cognito::custom_message>("cognito_custom_message");
  check_trigger<cognito::define_auth_challenge>("cognito_define_auth_challenge");
  check_trigger<cognito::create_auth_challenge>("cognito_create_auth_challenge");
  check_trigger<cognito::verify_auth_challenge>("cognito_verify_auth_challenge");
  check_trigger<cognito::custom_email_sender>("cognito_custom_email_sender");
  check_trigger<cognito::inbound_federation>("cognito_inbound_federation");
}

TEST_CASE("a dataset of Cognito Sync survives a round trip") {
  check_round_trip<cognito::sync_trigger>("cognito_sync", {"datasetRecords"});
  const auto event = parsed_sample<cognito::sync_trigger>("cognito_sync");
  CHECK(event.dataset_records.at("theme").new_value == "dark");
  CHECK_FALSE(event.dataset_records.at("font").new_value.has_value());
}

TEST_CASE("a trigger's handler fills the response and returns the event") {
  const auto handle = [](cognito::pre_sign_up event) {
    event.response.auto_confirm_user = event.request.user_attributes["custom:tenant"] == "fjord";
    return event;
  };
  detail::answer out;
  out.begin();
  detail::invoke(handle, sample("cognito_pre_sign_up"), context{}, out);
  REQUIRE_FALSE(out.failed());
  const auto answered = json::parse<cognito::pre_sign_up>(out.body());
  REQUIRE(answered);
  CHECK(answered->response.auto_confirm_user == true);
  CHECK(answered->response.auto_verify_email == false);
  CHECK(answered->request.client_metadata->at("campaign") == "spring-31");
}

TEST_CASE("claims of version 2 have any type") {
  auto event = parsed_sample<cognito::pre_token_generation_v2>("cognito_pre_token_generation_v2");
  CHECK(event.version == "2");
  CHECK(event.request.scopes->at(1) == "orders/read");
  auto& details = event.response.claims_and_scope_override_details;
  REQUIRE(details);
  CHECK(*details->id_token_generation->claims_to_add_or_override->get<int>("seats") == 12);
  details->access_token_generation.emplace().claims_to_add_or_override.emplace().set(
      "admin", json::raw("true"));
  CHECK(json::print(*details).find(
            R"("accessTokenGeneration":{"claimsToAddOrOverride":{"admin":true}})") !=
        std::string::npos);
  CHECK_FALSE(parsed_sample<cognito::pre_token_generation_v2>("cognito_pre_token_generation_v3")
                  .user_name.has_value());
}

TEST_CASE("a custom authentication's steps are typed") {
  const auto event = parsed_sample<cognito::define_auth_challenge>("cognito_define_auth_challenge");
  REQUIRE(event.request.session.size() == 2);
  CHECK(event.request.session[0].challenge_result);
  CHECK(event.request.session[1].challenge_metadata == "code-1");
  CHECK_FALSE(event.response.issue_tokens.has_value());
  CHECK(parsed_sample<cognito::custom_message>("cognito_custom_message")
            .request.user_attributes.get<bool>("email_verified")
            .value_or(false));
}

TEST_CASE("what is no trigger of a user pool fails with the place") {
  CHECK(problem_of<cognito::pre_sign_up>("{}") == "$: the member \"triggerSource\" is missing");
  CHECK(problem_of<cognito::verify_auth_challenge>(sample("cognito_create_auth_challenge")) ==
        "$.request: the member \"challengeAnswer\" is missing");
  CHECK(problem_of<cognito::pre_sign_up>(
            R"({"triggerSource":"x","request":{"userAttributes":{"age":7}}})") ==
        "$.request.userAttributes.age: expected a string, found a number 7");
  CHECK(problem_of<cognito::sync_trigger>(R"({"datasetName":"a"})") ==
        "$: the member \"datasetRecords\" is missing");
}
