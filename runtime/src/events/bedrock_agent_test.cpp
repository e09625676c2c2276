#include <lambent/events/bedrock_agent.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("both kinds of action groups survive a round trip") {
  check_round_trip<bedrock_agent::api_event>(
      "bedrock_agent_api", {"sessionAttributes", "promptSessionAttributes", "content"});
  check_round_trip<bedrock_agent::function_event>("bedrock_agent_function",
                                                  {"sessionAttributes", "promptSessionAttributes"});
}

TEST_CASE("a parameter is found in the path and in the body") {
  const auto event = parsed_sample<bedrock_agent::api_event>("bedrock_agent_api");
  CHECK(event.agent.name == "harbour-master");
  REQUIRE(event.find("quay") != nullptr);
  CHECK(*event.find("quay") == "north");
  REQUIRE(event.find("length") != nullptr);
  CHECK(*event.find("length") == "42");
  CHECK(event.find("depth") == nullptr);
  const auto call = parsed_sample<bedrock_agent::function_event>("bedrock_agent_function");
  CHECK(*call.find("booking") == "b-7");
  CHECK(call.find("length") == nullptr);
  CHECK(bedrock_agent::function_event{}.find("booking") == nullptr);
}

TEST_CASE("an answer names the operation or function it is for") {
  const auto event = parsed_sample<bedrock_agent::api_event>("bedrock_agent_api");
  CHECK(canonical(json::print(bedrock_agent::reply(event, 200, R"({"berth":17})"))) ==
        canonical(R"({"messageVersion": "1.0", "response": {
          "actionGroup": "berths", "apiPath": "/quays/{quay}/berths", "httpMethod": "POST",
          "httpStatusCode": 200,
          "responseBody": {"application/json": {"body": "{\"berth\":17}"}}}})"));

  const auto call = parsed_sample<bedrock_agent::function_event>("bedrock_agent_function");
  auto answer = bedrock_agent::reply(call, "which booking?");
  answer.response.function_response.response_state = "REPROMPT";
  answer.session_attributes.emplace()["customer"] = "78";
  CHECK(canonical(json::print(answer)) == canonical(R"({"messageVersion": "1.0", "response": {
          "actionGroup": "bookings", "function": "cancel", "functionResponse": {
            "responseState": "REPROMPT", "responseBody": {"TEXT": {"body": "which booking?"}}}},
          "sessionAttributes": {"customer": "78"}})"));
}

TEST_CASE("an event of the other kind of action group fails with the place") {
  CHECK(problem_of<bedrock_agent::api_event>(sample("bedrock_agent_function")) ==
        "$: the member \"apiPath\" is missing");
  CHECK(problem_of<bedrock_agent::function_event>(sample("bedrock_agent_api")) ==
        "$: the member \"function\" is missing");
  CHECK(problem_of<bedrock_agent::function_event>(
            R"({"function":"f","parameters":[{"name":"a","value":1}]})") ==
        "$.parameters[0].value: expected a string, found a number 1");
}
