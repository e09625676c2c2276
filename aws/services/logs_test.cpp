#include "aws/services/logs.hpp"

#include <doctest/doctest.h>

#include "aws/testing/service_fixture.hpp"

using namespace lambent::aws;
using lambent::aws::testing::http_answer;
using lambent::aws::testing::service;

TEST_CASE("events are filtered page by page") {
  service aws(200, R"({"events":[{"logStreamName":"s","timestamp":1700000000123,"message":"m\n",)"
                   R"("ingestionTime":1700000000456,"eventId":"e"}],"nextToken":"n"})");
  auto page = logs::filter_log_events(aws.with(), {.group = "/aws/lambda/f",
                                                   .streams = {"s", "t"},
                                                   .pattern = "ERROR",
                                                   .start_ms = 1,
                                                   .end_ms = 2,
                                                   .next_token = "p",
                                                   .limit = 5});
  REQUIRE(page.has_value());
  REQUIRE(page->events.size() == 1);
  CHECK(page->events[0].id == "e");
  CHECK(page->events[0].stream == "s");
  CHECK(page->events[0].timestamp_ms == 1'700'000'000'123);
  CHECK(page->events[0].ingestion_ms == 1'700'000'000'456);
  CHECK(page->events[0].message == "m\n");
  CHECK(page->next_token == "n");
  CHECK(aws.last().header("x-amz-target") == "Logs_20140328.FilterLogEvents");
  CHECK(aws.last().header("content-type") == "application/x-amz-json-1.1");
  CHECK(aws.asked() ==
        R"(POST / {"logGroupName":"/aws/lambda/f","logStreamNames":["s","t"],)"
        R"("filterPattern":"ERROR","startTime":1,"endTime":2,"nextToken":"p","limit":5})");
  (void)logs::filter_log_events(aws.with(), {.group = "g", .stream_prefix = "2026"});
  CHECK(aws.asked() == R"(POST / {"logGroupName":"g","logStreamNamePrefix":"2026"})");
}

TEST_CASE("groups are listed to their last page, with their retention") {
  service aws(
      {http_answer(200, R"({"logGroups":[{"logGroupName":"a","arn":"x"}],"nextToken":"n"})"),
       http_answer(200, R"({"logGroups":[{"logGroupName":"b","retentionInDays":14}]})")});
  auto groups = logs::describe_log_groups(aws.with(), "/aws");
  REQUIRE(groups.has_value());
  REQUIRE(groups->size() == 2);
  CHECK(groups->at(0).arn == "x");
  CHECK(groups->at(0).retention_days == 0);
  CHECK(groups->at(1).retention_days == 14);
  CHECK(aws.asked() == R"(POST / {"logGroupNamePrefix":"/aws","nextToken":"n"})");
}

TEST_CASE("groups are made, kept for so long and deleted") {
  service aws(200);
  auto check = [&](const auto& answer, std::string_view target, std::string_view body) {
    CHECK(answer.has_value());
    CHECK(aws.last().header("x-amz-target") == "Logs_20140328." + std::string(target));
    CHECK(aws.last().body == body);
  };
  client& with = aws.with();
  check(logs::create_log_group(with, "g"), "CreateLogGroup", R"({"logGroupName":"g"})");
  check(logs::put_retention_policy(with, "g", 7), "PutRetentionPolicy",
        R"({"logGroupName":"g","retentionInDays":7})");
  check(logs::put_retention_policy(with, "g", 0), "DeleteRetentionPolicy",
        R"({"logGroupName":"g"})");
  check(logs::delete_log_group(with, "g"), "DeleteLogGroup", R"({"logGroupName":"g"})");
}

TEST_CASE("the latest streams are asked for by their last event") {
  service aws(200, R"({"logStreams":[{"logStreamName":"s","lastEventTimestamp":5},{}]})");
  auto streams = logs::describe_latest_log_streams(aws.with(), "g", 3);
  REQUIRE(streams.has_value());
  CHECK(streams->at(0).name == "s");
  CHECK(streams->at(0).last_event_ms == 5);
  CHECK(aws.asked() ==
        R"(POST / {"logGroupName":"g","orderBy":"LastEventTime","descending":true,"limit":3})");
}

TEST_CASE("a group that is there already is a refusal by AWS's code") {
  service aws(400, R"({"__type":"ResourceAlreadyExistsException","message":"m"})");
  CHECK(logs::create_log_group(aws.with(), "g").error().is("ResourceAlreadyExistsException"));
}
