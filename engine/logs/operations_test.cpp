#include "engine/logs/operations.hpp"

#include <doctest/doctest.h>

#include "base/temp_dir.hpp"

namespace lambent::logs {
namespace {

const model::owner me = model::default_owner();
constexpr std::int64_t now = 1'700'000'000'000;

class service {
public:
  service() { store_ = *store::open(dir_.path); }

  http::response call(std::string_view operation, std::string body) {
    return handle(operation, {"POST", "/", {}, std::move(body)},
                  {who.account, who.region, "id-1", now}, *store_);
  }
  std::string ok(std::string_view operation, std::string body) {
    const auto answer = call(operation, std::move(body));
    INFO(answer.body);
    CHECK(answer.status == 200);
    return answer.body;
  }
  std::string refused(std::string_view operation, std::string body) {
    const auto answer = call(operation, std::move(body));
    CHECK(answer.status == 400);
    return answer.body;
  }
  store& in() { return *store_; }

  model::owner who = me;

private:
  testing::temp_dir dir_;
  std::unique_ptr<store> store_;
};

std::string put(std::vector<std::pair<std::int64_t, std::string>> events) {
  std::string out = R"({"logGroupName":"g","logStreamName":"s","logEvents":[)";
  for (const auto& [ms, message] : events)
    out += (out.back() == '[' ? "" : ",") + ("{\"timestamp\":" + std::to_string(ms)) +
           ",\"message\":\"" + message + "\"}";
  return out + "]}";
}

std::string member(const std::string& body, const std::string& name) {
  const auto at = body.find("\"" + name + "\":\"");
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 4;
  return body.substr(begin, body.find('"', begin) - begin);
}

// The messages of an answer, in order: "a,b".
std::string messages(const std::string& body) {
  std::string out;
  const std::string sign = "\"message\":\"";
  for (auto at = body.find(sign); at != std::string::npos; at = body.find(sign, at + 1))
    out += (out.empty() ? "" : ",") +
           body.substr(at + sign.size(), body.find('"', at + sign.size()) - at - sign.size());
  return out;
}

TEST_CASE("a request that is too large is refused as such, in the form of the other errors") {
  const auto answer = too_large({me.account, me.region, "id-1", now});
  CHECK(answer.status == 413);
  CHECK(answer.headers.get("x-amzn-RequestId") == "id-1");
  CHECK(answer.body == R"({"__type":"RequestEntityTooLargeException","message":)"
                       R"("The request is larger than 8388608 bytes."})");
}

TEST_CASE("each account has its own groups in each region, by name and by ARN") {
  service s;
  s.ok("CreateLogGroup", R"({"logGroupName":"g"})");
  s.who.region = "eu-west-1";
  CHECK(s.refused("DeleteLogGroup", R"({"logGroupName":"g"})").contains("ResourceNotFound"));
  s.ok("CreateLogGroup", R"({"logGroupName":"g"})");
  CHECK(s.ok("DescribeLogGroups", "{}")
            .contains(R"("logGroupArn":"arn:aws:logs:eu-west-1:000000000000:log-group:g")"));
  const std::string other = R"({"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g"})";
  CHECK(s.refused("ListTagsForResource", other).contains("InvalidParameterException"));
  s.ok("DeleteLogGroup", R"({"logGroupName":"g"})");
  s.who.account = "123456789012";
  s.ok("CreateLogGroup", R"({"logGroupName":"g"})");
  s.ok("DeleteLogGroup", R"({"logGroupName":"g"})");
  s.who = me;
  CHECK(s.ok("ListTagsForResource", other) == R"({"tags":{}})");
}

TEST_CASE("answers carry the content type and the request's id, and none of the errors is empty") {
  service s;
  const auto answer = s.call("CreateLogGroup", R"({"logGroupName":"g"})");
  CHECK(answer.status == 200);
  CHECK(answer.headers.get("Content-Type") == "application/x-amz-json-1.1");
  CHECK(answer.headers.get("x-amzn-RequestId") == "id-1");
  CHECK(answer.body.empty());
  CHECK(s.refused("StartQuery", "{}") ==
        R"({"__type":"UnknownOperationException","message":)"
        R"("The operation StartQuery is not available in this version of Lambent."})");
  CHECK(s.refused("CreateLogGroup", "{") ==
        R"({"__type":"SerializationException","message":"The request is not valid JSON"})");
  CHECK(s.refused("CreateLogGroup", R"({"logGroupName":1})") ==
        R"({"__type":"SerializationException","message":)"
        R"("The value at 'logGroupName' is not a string"})");
  CHECK(s.refused("CreateLogGroup", R"({"logGroupName":"g"})") ==
        R"({"__type":"ResourceAlreadyExistsException","message":)"
        R"("The specified log group already exists"})");
  CHECK(s.refused("DeleteLogGroup", R"({"logGroupName":"h"})") ==
        R"({"__type":"ResourceNotFoundException","message":)"
        R"("The specified log group does not exist."})");
}

TEST_CASE("members that break the model are all named") {
  service s;
  CHECK(s.refused("CreateLogStream", R"({"logGroupName":"a b"})") ==
        R"({"__type":"InvalidParameterException","message":"2 validation errors detected: )"
        R"(Value 'a b' at 'logGroupName' failed to satisfy constraint: )"
        R"(Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+; )"
        R"(Value null at 'logStreamName' failed to satisfy constraint: Member must not be null"})");
  CHECK(s.refused("GetLogEvents", R"({"logGroupName":"g","logStreamName":"s","limit":10001})") ==
        R"({"__type":"InvalidParameterException","message":"1 validation error detected: )"
        R"(Value '10001' at 'limit' failed to satisfy constraint: )"
        R"(Member must have value less than or equal to 10000"})");
  CHECK(s.refused("DescribeLogStreams", R"({"logGroupName":"g","orderBy":"Time"})") ==
        R"({"__type":"InvalidParameterException","message":"1 validation error detected: )"
        R"(Value 'Time' at 'orderBy' failed to satisfy constraint: )"
        R"(Member must satisfy enum value set: [LogStreamName, LastEventTime]"})");
  CHECK(s.refused("PutLogEvents",
                  R"({"logGroupName":"g","logStreamName":"s","logEvents":[{"message":""}]})") ==
        R"({"__type":"InvalidParameterException","message":"2 validation errors detected: )"
        R"(Value null at 'logEvents.1.member.timestamp' failed to satisfy constraint: )"
        R"(Member must not be null; Value '' at 'logEvents.1.member.message' failed to satisfy )"
        R"(constraint: Member must have length greater than or equal to 1"})");
}

TEST_CASE("groups are listed by name, page by page, by prefix and by part of the name") {
  service s;
  for (const char* name : {"/aws/lambda/b", "/aws/lambda/a", "other"})
    s.ok("CreateLogGroup", std::string(R"({"logGroupName":")") + name + "\"}");
  s.ok("PutRetentionPolicy", R"({"logGroupName":"other","retentionInDays":7})");
  const auto first = s.ok("DescribeLogGroups", R"({"limit":2})");
  CHECK(first == R"({"logGroups":[{"logGroupName":"/aws/lambda/a","creationTime":1700000000000,)"
                 R"("metricFilterCount":0,"arn":"arn:aws:logs:us-east-1:000000000000:log-group:)"
                 R"(/aws/lambda/a:*","storedBytes":0,"logGroupClass":"STANDARD",)"
                 R"("logGroupArn":"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/a"},)"
                 R"({"logGroupName":"/aws/lambda/b","creationTime":1700000000000,)"
                 R"("metricFilterCount":0,"arn":"arn:aws:logs:us-east-1:000000000000:log-group:)"
                 R"(/aws/lambda/b:*","storedBytes":0,"logGroupClass":"STANDARD",)"
                 R"("logGroupArn":"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/b"}],)"
                 R"("nextToken":"/aws/lambda/b"})");
  const auto rest = s.ok("DescribeLogGroups", R"({"nextToken":"/aws/lambda/b"})");
  CHECK(member(rest, "logGroupName") == "other");
  CHECK(rest.find("\"retentionInDays\":7") != std::string::npos);
  CHECK(s.ok("DescribeLogGroups", R"({"logGroupNamePrefix":"ot"})") == rest);
  CHECK(s.ok("DescribeLogGroups", R"({"logGroupNamePattern":"a/b"})") ==
        R"({"logGroups":[{"logGroupName":"/aws/lambda/b","creationTime":1700000000000,)"
        R"("arn":"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/b:*"}]})");
}

TEST_CASE("a stream is read forward and backward, and its tokens repeat at both ends") {
  service s;
  s.ok("CreateLogGroup", R"({"logGroupName":"g"})");
  s.ok("CreateLogStream", R"({"logGroupName":"g","logStreamName":"s"})");
  s.ok("PutLogEvents", put({{now, "a"}, {now, "b"}, {now + 1, "c"}, {now + 2, "d"}}));
  const auto get = [&](const std::string& rest) {
    return s.ok("GetLogEvents", R"({"logGroupName":"g","logStreamName":"s")" + rest + "}");
  };
  const auto with = [&](const std::string& token) {
    return get(R"(,"startFromHead":true,"limit":2,"nextToken":")" + token + "\"");
  };
  const auto tail = get(R"(,"limit":2)");
  CHECK(messages(tail) == "c,d");
  const auto older = with(member(tail, "nextBackwardToken"));
  CHECK(messages(older) == "a,b");
  const auto oldest = with(member(older, "nextBackwardToken"));
  CHECK(messages(oldest).empty());
  CHECK(member(oldest, "nextBackwardToken") == member(older, "nextBackwardToken"));
  CHECK(messages(with(member(oldest, "nextForwardToken"))) == "a,b");

  const auto newest = with(member(tail, "nextForwardToken"));
  CHECK(newest == R"({"events":[],"nextForwardToken":")" + member(tail, "nextForwardToken") +
                      R"(","nextBackwardToken":"b)" + member(tail, "nextForwardToken").substr(1) +
                      "\"}");
  s.ok("PutLogEvents", put({{now + 2, "e"}}));
  CHECK(messages(with(member(newest, "nextForwardToken"))) == "e");
  CHECK(messages(get(R"(,"startFromHead":true,"limit":3)")) == "a,b,c");
  CHECK(messages(get(R"(,"startTime":1700000000001,"endTime":1700000000002)")) == "c");
  CHECK(
      s.refused("GetLogEvents", R"({"logGroupName":"g","logStreamName":"s","nextToken":"f/12"})") ==
      R"({"__type":"InvalidParameterException","message":)"
      R"("The specified nextToken is invalid."})");
}

TEST_CASE("a stream without events hands out tokens that find what comes later") {
  service s;
  s.ok("CreateLogGroup", R"({"logGroupName":"g"})");
  s.ok("CreateLogStream", R"({"logGroupName":"g","logStreamName":"s"})");
  const auto empty = s.ok("GetLogEvents", R"({"logGroupName":"g","logStreamName":"s"})");
  CHECK(messages(empty).empty());
  s.ok("PutLogEvents", put({{now, "a"}}));
  CHECK(messages(s.ok("GetLogEvents", R"({"logGroupName":"g","logStreamName":"s","nextToken":")" +
                                          member(empty, "nextForwardToken") + "\"}")) == "a");
}

TEST_CASE("a search interleaves streams, includes its end time and pages without loss") {
  service s;
  REQUIRE(s.in().append(me, "g", "x/1",
                        {{now, now, "start ERROR"}, {now + 3, now, "d \"quoted\" ERROR"}}));
  REQUIRE(s.in().append(me, "g", "y", {{now + 1, now, "b"}, {now + 2, now, "c ERROR"}}));
  const auto search = [&](const std::string& rest) {
    return s.ok("FilterLogEvents", R"({"logGroupIdentifier":"g")" + rest + "}");
  };
  CHECK(messages(search(R"(,"endTime":1700000000001,"interleaved":true)")) == "start ERROR,b");
  const auto first = search(R"(,"filterPattern":"ERROR","limit":1)");
  CHECK(first == R"({"events":[{"logStreamName":"x/1","timestamp":1700000000000,)"
                 R"("message":"start ERROR","ingestionTime":1700000000000,"eventId":")" +
                     member(first, "eventId") + R"("}],"searchedLogStreams":[],"nextToken":")" +
                     member(first, "nextToken") + "\"}");
  const auto second = search(R"(,"filterPattern":"ERROR","limit":2,"nextToken":")" +
                             member(first, "nextToken") + "\"");
  CHECK(messages(second) == "c ERROR,d \\");
  CHECK(member(second, "nextToken").empty());
  CHECK(messages(search(R"(,"logStreamNames":["y"])")) == "b,c ERROR");
  CHECK(messages(search(R"(,"logStreamNamePrefix":"x/","limit":1)")) == "start ERROR");
  const std::string arn = "arn:aws:logs:us-east-1:000000000000:log-group:g:*";
  CHECK(messages(s.ok("FilterLogEvents", R"({"startTime":1700000000003,"logGroupIdentifier":")" +
                                             arn + "\"}")) == "d \\");
  CHECK(s.refused("FilterLogEvents", R"({"logGroupName":"g","filterPattern":"\"x"})") ==
        R"({"__type":"InvalidParameterException","message":)"
        R"("Invalid filter pattern: a quotation mark is not closed"})");
  CHECK(s.refused("FilterLogEvents", R"({"logGroupName":"g","logStreamNames":["z"]})") ==
        R"({"__type":"ResourceNotFoundException","message":)"
        R"("The specified log stream does not exist."})");
}

TEST_CASE("events from too far in the past or the future are rejected, the others are kept") {
  service s;
  s.ok("CreateLogGroup", R"({"logGroupName":"g"})");
  s.ok("CreateLogStream", R"({"logGroupName":"g","logStreamName":"s"})");
  constexpr std::int64_t hour = 3'600'000, day = 24 * hour;
  const auto answer = s.ok("PutLogEvents", put({{now - 14 * day - 1, "old"},
                                                {now, "kept"},
                                                {now + 2 * hour, "kept too"},
                                                {now + 2 * hour + 1, "new"}}));
  CHECK(answer.substr(answer.find("\"rejected")) ==
        R"("rejectedLogEventsInfo":{"tooNewLogEventStartIndex":3,"tooOldLogEventEndIndex":1}})");
  CHECK(messages(s.ok("FilterLogEvents", R"({"logGroupName":"g"})")) == "kept,kept too");
  s.ok("PutRetentionPolicy", R"({"logGroupName":"g","retentionInDays":3})");
  const auto expired =
      s.ok("PutLogEvents",
           put({{now - 14 * day - 1, "old"}, {now - 3 * day - 1, "expired"}, {now, "c"}}));
  CHECK(expired.substr(expired.find("\"rejected")) ==
        R"("rejectedLogEventsInfo":{"tooOldLogEventEndIndex":1,"expiredLogEventEndIndex":2}})");
  CHECK(s.refused("PutLogEvents", put({{now, "a"}, {now - 1, "b"}})) ==
        R"({"__type":"InvalidParameterException","message":)"
        R"("Log events in a single PutLogEvents request must be in chronological order."})");
  CHECK(s.refused("PutLogEvents", put({{now - day - 1, "a"}, {now, "b"}})) ==
        R"({"__type":"InvalidParameterException","message":"The batch of log events in a single )"
        R"(PutLogEvents request cannot span more than 24 hours."})");
  CHECK(s.refused("PutLogEvents", put({{now, std::string(1'048'551, 'x')}})) ==
        R"({"__type":"InvalidParameterException","message":)"
        R"("Log event too large: 1048577 bytes exceeds limit of 1048576"})");
}

TEST_CASE("streams are listed by name or by last event, in both directions, page by page") {
  service s;
  REQUIRE(s.in().append(me, "g", "2026/[$LATEST]a", {{now + 5, now, "m"}}));
  REQUIRE(s.in().append(me, "g", "b", {{now + 9, now, "m"}}));
  REQUIRE(s.in().append(me, "g", "c", {{now + 7, now, "m"}}));
  const auto names = [&](std::string body) {
    std::string out;
    const std::string sign = "\"logStreamName\":\"";
    for (auto at = body.find(sign); at != std::string::npos; at = body.find(sign, at + 1))
      out += body.substr(body.find('"', at + sign.size()) - 1, 1);
    return out;
  };
  const auto list = [&](const std::string& rest) {
    return s.ok("DescribeLogStreams", R"({"logGroupName":"g")" + rest + "}");
  };
  CHECK(names(list("")) == "abc");
  CHECK(names(list(R"(,"descending":true)")) == "cba");
  CHECK(names(list(R"(,"logStreamNamePrefix":"2026/")")) == "a");
  const auto by_time = list(R"(,"orderBy":"LastEventTime","descending":true,"limit":2)");
  CHECK(names(by_time) == "bc");
  CHECK(names(list(R"(,"orderBy":"LastEventTime","descending":true,"nextToken":")" +
                   member(by_time, "nextToken") + "\"")) == "a");
  CHECK(by_time.find(R"("firstEventTimestamp":1700000000009,"lastEventTimestamp":1700000000009,)"
                     R"("lastIngestionTime":1700000000000)") != std::string::npos);
  CHECK(by_time.find(R"("arn":"arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:b")") !=
        std::string::npos);
  CHECK(s.refused("DescribeLogStreams",
                  R"({"logGroupName":"g","orderBy":"LastEventTime","logStreamNamePrefix":"a"})") ==
        R"({"__type":"InvalidParameterException","message":)"
        R"("Cannot order by LastEventTime with a logStreamNamePrefix."})");
}

TEST_CASE("tags are added, listed and removed by ARN and by name") {
  service s;
  s.ok("CreateLogGroup", R"({"logGroupName":"g","tags":{"a":"1"}})");
  const std::string arn = R"("resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g")";
  s.ok("TagResource", "{" + arn + R"(,"tags":{"b":"2","c":"3"}})");
  s.ok("UntagResource", "{" + arn + R"(,"tagKeys":["a","none"]})");
  CHECK(s.ok("ListTagsForResource", "{" + arn + "}") == R"({"tags":{"b":"2","c":"3"}})");
  s.ok("TagLogGroup", R"({"logGroupName":"g","tags":{"d":""}})");
  s.ok("UntagLogGroup", R"({"logGroupName":"g","tags":["b"]})");
  CHECK(s.ok("ListTagsLogGroup", R"({"logGroupName":"g"})") == R"({"tags":{"c":"3","d":""}})");
  CHECK(s.refused("TagResource", R"({"resourceArn":"g","tags":{"a":"b"}})") ==
        R"({"__type":"InvalidParameterException","message":)"
        R"("The resource g is not the ARN of a log group of this account and region."})");
}

TEST_CASE("retention takes the values that AWS takes, and goes with its policy") {
  service s;
  s.ok("CreateLogGroup", R"({"logGroupName":"g"})");
  CHECK(s.refused("PutRetentionPolicy", R"({"logGroupName":"g","retentionInDays":2})") ==
        R"({"__type":"InvalidParameterException","message":"1 validation error detected: )"
        R"(Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum )"
        R"(value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, )"
        R"(2192, 2557, 2922, 3288, 3653]"})");
  s.ok("PutRetentionPolicy", R"({"logGroupName":"g","retentionInDays":30})");
  CHECK(s.in().find_group(me, "g")->retention_days == 30);
  s.ok("DeleteRetentionPolicy", R"({"logGroupName":"g"})");
  CHECK(!s.in().find_group(me, "g")->retention_days);
}

}  // namespace
}  // namespace lambent::logs
