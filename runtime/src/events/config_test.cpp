#include <lambent/events/config.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("evaluations of a Config rule survive a round trip, with what is inside their strings") {
  check_round_trip<config::rule_event>("config_change");
  check_round_trip<config::rule_event>("config_scheduled");
  const auto event = parsed_sample<config::rule_event>("config_change");
  CHECK(round_trip<config::invoking_event>(event.invoking_event) ==
        canonical(event.invoking_event));
}

TEST_CASE("a Config rule sees the resource that changed, and its own parameters") {
  const auto event = parsed_sample<config::rule_event>("config_change");
  CHECK(event.result_token == "dGlkZQ==");
  const auto why = event.invoked_by();
  REQUIRE(why);
  CHECK(why->message_type == "ConfigurationItemChangeNotification");
  REQUIRE(why->configuration_item);
  CHECK(why->configuration_item->arn ==
        "arn:aws:ec2:eu-north-1:210987654321:instance/i-0a1b2c3d4e5f60718");
  CHECK(why->configuration_item->tags->at("quay") == "north");
  CHECK(event.parameters()->at("instanceType") == "m7g.medium");

  const auto scheduled = parsed_sample<config::rule_event>("config_scheduled");
  CHECK(scheduled.invoked_by()->aws_account_id == "210987654321");
  CHECK_FALSE(scheduled.invoked_by()->configuration_item.has_value());
  CHECK(scheduled.parameters().error().message == "$: expected an object, found null");
}

TEST_CASE("what is no evaluation fails with the place") {
  CHECK(problem_of<config::rule_event>("{}") == "$: the member \"invokingEvent\" is missing");
  config::rule_event event;
  event.invoking_event = R"({"messageType":"x","configurationItem":{}})";
  CHECK(event.invoked_by().error().message ==
        "$.configurationItem: the member \"resourceType\" is missing");
}
