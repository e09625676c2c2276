#include <lambent/events/lex_v2.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("Lex turns and answers survive a round trip") {
  check_round_trip<lex_v2::event>(
      "lex_v2", {"slots", "resolvedSlots", "subSlots", "requestAttributes", "sessionAttributes",
                 "contextAttributes"});
  const std::string response = sample("lex_v2_response");
  CHECK(round_trip<lex_v2::response>(response) == canonical(response));
}

TEST_CASE("the slots of an intent are typed: known, unknown, lists and composites") {
  const auto event = parsed_sample<lex_v2::event>("lex_v2");
  CHECK(event.interpretations.at(0).nlu_confidence == 0.86);
  CHECK(event.session_state.active_contexts->at(0).time_to_live.turns_to_live == 5);
  CHECK(event.transcriptions->at(0).resolved_context->intent == "BookBerth");
  const auto& slots = event.session_state.intent->slots;
  CHECK(slots.at("Day")->value->interpreted_value == "2031-03-10");
  REQUIRE(slots.contains("Length"));
  CHECK_FALSE(slots.at("Length").has_value());
  CHECK(slots.at("Guests")->values->at(0).value->original_value == "Ola");
  CHECK(slots.at("Boat")->sub_slots->get<lex_v2::slot>("Colour")->value->interpreted_value ==
        "blue");
}

TEST_CASE("an answer keeps the session, and a slot that is not known stays null") {
  const auto event = parsed_sample<lex_v2::event>("lex_v2");
  const auto asked = json::print(lex_v2::elicit_slot(event, "Length"));
  CHECK(asked.find(R"("dialogAction":{"type":"ElicitSlot","slotToElicit":"Length"})") !=
        std::string::npos);
  CHECK(asked.find(R"("Length":null)") != std::string::npos);
  CHECK(asked.find(R"("sessionAttributes":{"customer":"77"})") != std::string::npos);
  CHECK(asked.find("messages") == std::string::npos);

  const auto closed = lex_v2::close(event, "Fulfilled", "See you tomorrow.");
  CHECK(closed.session_state.intent->state == "Fulfilled");
  CHECK(closed.session_state.dialog_action->type == "Close");
  CHECK(closed.messages->at(0).content == "See you tomorrow.");
  CHECK(lex_v2::delegate(event).session_state.dialog_action->type == "Delegate");
}

TEST_CASE("what is no turn of Lex fails with the place") {
  CHECK(problem_of<lex_v2::event>("{}") == "$: the member \"bot\" is missing");
  CHECK(problem_of<lex_v2::event>(R"({"bot":{},"interpretations":[{"intent":{}}]})") ==
        "$.interpretations[0].intent: the member \"name\" is missing");
  CHECK(problem_of<lex_v2::event>(
            R"({"bot":{},"sessionState":{"intent":{"name":"a","slots":{"Day":"now"}}}})") ==
        "$.sessionState.intent.slots.Day: expected an object, found a string \"now\"");
}
