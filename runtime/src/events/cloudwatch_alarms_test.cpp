#include <lambent/events/cloudwatch_alarms.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("CloudWatch alarms survive a round trip") {
  check_round_trip<cloudwatch_alarms::metric_alarm>("cloudwatch_alarms_metric", {"dimensions"});
  check_round_trip<cloudwatch_alarms::composite_alarm>("cloudwatch_alarms_composite");
  check_round_trip<cloudwatch_alarms::event<>>("cloudwatch_alarms_metric");
  check_round_trip<cloudwatch_alarms::event<>>("cloudwatch_alarms_composite");
}

TEST_CASE("an alarm on metrics is typed, also the reason in its string") {
  const auto event = parsed_sample<cloudwatch_alarms::metric_alarm>("cloudwatch_alarms_metric");
  const auto& data = event.alarm_data;
  CHECK(data.state.value == cloudwatch_alarms::state_value::alarm);
  CHECK(data.previous_state->value == cloudwatch_alarms::state_value::insufficient_data);
  REQUIRE(data.configuration.metrics.size() == 2);
  CHECK(data.configuration.metrics[0].expression == "m1*1");
  const auto& stat = data.configuration.metrics[1].metric_stat;
  REQUIRE(stat);
  CHECK(stat->period == 60);
  CHECK(stat->metric.dimensions.at("Desk") == "north");

  const auto why = json::parse<cloudwatch_alarms::metric_reason>(*data.state.reason_data);
  REQUIRE(why);
  CHECK(why->threshold == 5.0);
  CHECK(why->recent_datapoints.at(0) == 7.5);
  CHECK(why->evaluated_datapoints->at(0).sample_count == 12.0);
  CHECK(round_trip<cloudwatch_alarms::metric_reason>(*data.state.reason_data) ==
        canonical(*data.state.reason_data));
}

TEST_CASE("an alarm on alarms says which of them set it off") {
  const auto event =
      parsed_sample<cloudwatch_alarms::composite_alarm>("cloudwatch_alarms_composite");
  CHECK(event.alarm_data.configuration.actions_suppressor_wait_period == 120);
  CHECK(event.alarm_data.state.actions_suppressed_by == "WaitPeriod");
  const auto why =
      json::parse<cloudwatch_alarms::composite_reason>(*event.alarm_data.state.reason_data);
  REQUIRE(why);
  CHECK(why->triggering_alarms.at(0).state.value == cloudwatch_alarms::state_value::alarm);
}

TEST_CASE("an alarm of the other kind fails with the place") {
  CHECK(problem_of<cloudwatch_alarms::metric_alarm>(sample("cloudwatch_alarms_composite")) ==
        "$.alarmData.configuration: the member \"metrics\" is missing");
  CHECK(problem_of<cloudwatch_alarms::composite_alarm>(sample("cloudwatch_alarms_metric")) ==
        "$.alarmData.configuration: the member \"alarmRule\" is missing");
  CHECK(problem_of<cloudwatch_alarms::event<>>(
            R"({"alarmArn":"a","alarmData":{"state":{"value":"RED"}}})") ==
        R"($.alarmData.state.value: expected one of "OK", "ALARM", "INSUFFICIENT_DATA")");
}
