#include <lambent/events/kinesis.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace {

struct reading {
  std::string sensor;
  double celsius = 0;
};
LAMBENT_JSON(reading, sensor, celsius);

}  // namespace

TEST_CASE("Kinesis batches survive a round trip") {
  check_round_trip<kinesis::event>("kinesis");
  check_round_trip<kinesis::time_window_event>("kinesis_time_window");
}

TEST_CASE("a Kinesis record is typed") {
  const auto event = parsed_sample<kinesis::event>("kinesis");
  REQUIRE(event.records.size() == 2);
  const kinesis::stream_record& first = event.records[0].kinesis;
  CHECK(first.approximate_arrival_timestamp.time().time_since_epoch().count() == 1706781234567);
  CHECK(first.encryption_type == "KMS");
  const auto parsed = first.data.as<reading>();
  REQUIRE(parsed);
  CHECK(parsed->celsius == 21.5);

  const kinesis::stream_record& second = event.records[1].kinesis;
  CHECK(second.data.bytes() == std::string("\xff\xfe\xfd\0", 4));
  CHECK(second.data.as<reading>().error().message.starts_with("$: no valid JSON"));
  CHECK(binary{"%%"}.as<reading>().error().message == "$: expected base64");
  CHECK(binary::of("\xff\xfe\xfd") == binary{"//79"});
}

TEST_CASE("a tumbling window brings the state along, and the reply carries it on") {
  const auto event = parsed_sample<kinesis::time_window_event>("kinesis_time_window");
  CHECK(event.window.end == "2024-02-01T09:56:00Z");
  CHECK(*event.state.get<int>("count") == 41);
  CHECK(event.is_final_invoke_for_window);
  CHECK_FALSE(event.is_window_terminated_early);

  time_window_response response;
  response.state.set("count", json::raw("42"));
  response.batch_item_failures.push_back({"4964"});
  CHECK(json::print(response) ==
        R"({"state":{"count":42},"batchItemFailures":[{"itemIdentifier":"4964"}]})");
}

TEST_CASE("what is no Kinesis batch fails with the place") {
  CHECK(problem_of<kinesis::event>("{}") == "$: the member \"Records\" is missing");
  CHECK(problem_of<kinesis::event>(sample("sqs")) ==
        "$.Records[0]: the member \"kinesis\" is missing");
  CHECK(problem_of<kinesis::event>(R"({"Records":[{"kinesis":{"data":[1]}}]})") ==
        "$.Records[0].kinesis.data: expected a string, found an array");
  CHECK(problem_of<kinesis::time_window_event>(sample("kinesis")) ==
        "$: the member \"window\" is missing");
}
