#include "aws/services/logs.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "aws/protocol/answers.hpp"
#include "aws/protocol/json.hpp"

namespace lambent::aws::logs {
namespace {

json_answer ask(client& with, std::string_view operation, const json_object& input, repeat how) {
  response answer =
      TRY(with.call(json_request("logs", "Logs_20140328." + std::string(operation), input, how)));
  return read_json_answer(answer);
}

done tell(client& with, std::string_view operation, const json_object& input, repeat how) {
  TRY(ask(with, operation, input, how));
  return {};
}

}  // namespace

std::expected<std::vector<log_group>, call_error> describe_log_groups(
    client& with, const std::string& name_prefix) {
  std::vector<log_group> all;
  json_object input;
  if (!name_prefix.empty()) input["logGroupNamePrefix"] = name_prefix;
  for (int page = 0; page < limits::pages_max; ++page) {
    json_object said = TRY(ask(with, "DescribeLogGroups", input, repeat::safe));
    for (const json_object& each : objects_at(said, "logGroups"))
      all.push_back(
          {.name = text_at(each, "logGroupName"),
           .arn = text_at(each, "arn"),
           .retention_days = static_cast<int>(number_at(each, "retentionInDays").value_or(0))});
    std::string next = text_at(said, "nextToken");
    if (next.empty()) return all;
    input["nextToken"] = next;
  }
  return too_many_pages("log groups");
}

done create_log_group(client& with, const std::string& name) {
  return tell(with, "CreateLogGroup", {{"logGroupName", name}}, repeat::never);
}

done delete_log_group(client& with, const std::string& name) {
  return tell(with, "DeleteLogGroup", {{"logGroupName", name}}, repeat::never);
}

done put_retention_policy(client& with, const std::string& group, int days) {
  if (days == 0)
    return tell(with, "DeleteRetentionPolicy", {{"logGroupName", group}}, repeat::safe);
  return tell(with, "PutRetentionPolicy", {{"logGroupName", group}, {"retentionInDays", days}},
              repeat::safe);
}

std::expected<std::vector<log_stream>, call_error> describe_latest_log_streams(
    client& with, const std::string& group, int count_max) {
  json_object said = TRY(ask(with, "DescribeLogStreams",
                             {{"logGroupName", group},
                              {"orderBy", "LastEventTime"},
                              {"descending", true},
                              {"limit", count_max}},
                             repeat::safe));
  std::vector<log_stream> out;
  for (const json_object& each : objects_at(said, "logStreams"))
    out.push_back({.name = text_at(each, "logStreamName"),
                   .last_event_ms = number_at(each, "lastEventTimestamp").value_or(0)});
  return out;
}

std::expected<filter_page, call_error> filter_log_events(client& with, const filter_input& input) {
  json_object asked{{"logGroupName", input.group}};
  if (!input.streams.empty())
    asked["logStreamNames"] = boost::json::array(input.streams.begin(), input.streams.end());
  if (!input.stream_prefix.empty()) asked["logStreamNamePrefix"] = input.stream_prefix;
  if (!input.pattern.empty()) asked["filterPattern"] = input.pattern;
  if (input.start_ms) asked["startTime"] = *input.start_ms;
  if (input.end_ms) asked["endTime"] = *input.end_ms;
  if (!input.next_token.empty()) asked["nextToken"] = input.next_token;
  if (input.limit > 0) asked["limit"] = input.limit;
  json_object said = TRY(ask(with, "FilterLogEvents", asked, repeat::safe));
  filter_page page{.next_token = text_at(said, "nextToken")};
  for (const json_object& each : objects_at(said, "events"))
    page.events.push_back({.id = text_at(each, "eventId"),
                           .stream = text_at(each, "logStreamName"),
                           .timestamp_ms = number_at(each, "timestamp").value_or(0),
                           .ingestion_ms = number_at(each, "ingestionTime").value_or(0),
                           .message = text_at(each, "message")});
  return page;
}

}  // namespace lambent::aws::logs
