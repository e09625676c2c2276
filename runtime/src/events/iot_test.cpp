#include <lambent/events/iot.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("IoT events survive a round trip") {
  check_round_trip<iot::authorizer_request>("iot_authorizer", {"headers"});
  check_round_trip<iot::authorizer_request>("iot_authorizer_mqtt_only");
  check_round_trip<iot::pre_provisioning_request>("iot_pre_provisioning", {"parameters"});
  check_round_trip<iot::button_event>("iot_button");
}

TEST_CASE("a custom authorizer sees what the client said by each protocol") {
  const auto request = parsed_sample<iot::authorizer_request>("iot_authorizer");
  CHECK(request.signature_verified);
  CHECK(request.protocol_data.mqtt->client_id == "buoy-12");
  CHECK(request.protocol_data.mqtt->password->bytes() == "salt");
  CHECK(request.protocol_data.http->headers->at("x-fleet") == "north");
  const auto bare = parsed_sample<iot::authorizer_request>("iot_authorizer_mqtt_only");
  CHECK_FALSE(bare.protocol_data.tls.has_value());
  CHECK_FALSE(bare.protocol_data.mqtt->username.has_value());
}

TEST_CASE("a custom authorizer's answer carries policies") {
  iot::authorizer_response answer;
  answer.is_authenticated = true;
  answer.principal_id = "buoy12";
  auto& statements = answer.policy_documents.emplace_back().statement;
  iam::statement& may = statements.emplace_back();
  may.effect = iam::effect::allow;
  may.action = {"iot:Connect"};
  may.resource = {"arn:aws:iot:eu-north-1:210987654321:client/buoy-12"};
  iam::statement& may_not = statements.emplace_back();
  may_not.action = {"iot:Publish"};
  may_not.resource = {"*"};
  CHECK(canonical(json::print(answer)) == canonical(R"({
    "isAuthenticated": true, "principalId": "buoy12",
    "disconnectAfterInSeconds": 86400, "refreshAfterInSeconds": 300,
    "policyDocuments": [{"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": ["iot:Connect"],
       "Resource": ["arn:aws:iot:eu-north-1:210987654321:client/buoy-12"]},
      {"Effect": "Deny", "Action": ["iot:Publish"], "Resource": ["*"]}]}]})"));
  CHECK(round_trip<iot::authorizer_response>(json::print(answer)) ==
        canonical(json::print(answer)));
}

TEST_CASE("what is no IoT event fails with the place") {
  CHECK(problem_of<iot::authorizer_request>(sample("iot_button")) ==
        "$: the member \"protocols\" is missing");
  CHECK(problem_of<iot::pre_provisioning_request>("{}") ==
        "$: the member \"templateArn\" is missing");
  CHECK(problem_of<iot::button_event>(R"({"serialNumber":7})") ==
        "$.serialNumber: expected a string, found a number 7");
}
