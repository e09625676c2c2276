#include <lambent/events/s3.hpp>
#include <lambent/events/sns.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("SNS notifications and alarms survive a round trip") {
  check_round_trip<sns::event>("sns", {"MessageAttributes"});
  check_round_trip<sns::cloudwatch_alarm>("sns_alarm");
  check_round_trip<sns::cloudwatch_alarm>("sns_alarm_of_metrics");
}

TEST_CASE("an SNS notification is typed, and what AWS put into it too") {
  const auto event = parsed_sample<sns::event>("sns");
  REQUIRE(event.records.size() == 3);
  const sns::notification& first = event.records[0].sns;
  CHECK(first.topic_arn == "arn:aws:sns:eu-central-1:210987654321:on-call");
  CHECK(first.message_attributes.at("severity").value == "2");
  CHECK(first.subject->starts_with("ALARM: "));
  CHECK_FALSE(event.records[1].sns.subject.has_value());

  const auto alarm = event.records[0].as<sns::cloudwatch_alarm>();
  REQUIRE_MESSAGE(alarm, alarm.error().message);
  CHECK(alarm->new_state_value == "ALARM");
  CHECK(alarm->trigger->threshold == 100);
  CHECK(alarm->trigger->dimensions->at(0).value == "orders");
  CHECK(alarm->alarm_actions->size() == 1);

  const auto rate = event.records[1].as<sns::cloudwatch_alarm>();
  REQUIRE_MESSAGE(rate, rate.error().message);
  CHECK(rate->trigger->metrics->at(0).expression == "100*errors/invocations");
  CHECK(rate->trigger->metrics->at(2).metric_stat->metric.name_space == "AWS/Lambda");

  const auto picture = event.records[2].as<s3::event>();
  REQUIRE_MESSAGE(picture, picture.error().message);
  CHECK(picture->records.at(0).s3.object.decoded_key() == "inbox/scan 7.pdf");
}

TEST_CASE("what is no SNS notification fails with the place") {
  CHECK(problem_of<sns::event>(sample("s3")) == "$.Records[0]: the member \"Sns\" is missing");
  CHECK(problem_of<sns::event>(R"({"Records":[{"Sns":{}}]})") ==
        "$.Records[0].Sns: the member \"Message\" is missing");
  sns::notification notification;
  notification.message = R"({"AlarmName":"a","NewStateValue":"OK","Trigger":{"Threshold":"high"}})";
  CHECK(notification.as<sns::cloudwatch_alarm>().error().message ==
        "$.Trigger.Threshold: expected a number, found a string \"high\"");
}
