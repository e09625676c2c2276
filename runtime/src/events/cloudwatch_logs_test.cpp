#include <lambent/base64.hpp>
#include <lambent/events/cloudwatch_logs.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace {

std::string problem_of_data(std::string data) {
  cloudwatch_logs::event event;
  event.awslogs.data = std::move(data);
  const auto decoded = event.decoded();
  return decoded ? "" : decoded.error().message;
}

}  // namespace

TEST_CASE("CloudWatch Logs events survive a round trip, outside and inside") {
  check_round_trip<cloudwatch_logs::event>("cloudwatch_logs");
  check_round_trip<cloudwatch_logs::log_data>("cloudwatch_logs_decoded");
}

TEST_CASE("the log events of a subscription are decoded") {
  const auto event = parsed_sample<cloudwatch_logs::event>("cloudwatch_logs");
  const auto logs = event.decoded();
  REQUIRE_MESSAGE(logs, logs.error().message);
  CHECK(canonical(json::print(*logs)) == canonical(sample("cloudwatch_logs_decoded")));
  CHECK(logs->log_group == "/aws/lambda/checkout");
  REQUIRE(logs->log_events.size() == 2);
  CHECK(logs->log_events[0].timestamp.time().time_since_epoch().count() == 1706933106789);
  CHECK(*logs->log_events[0].as<json::object>()->get<std::string>("order") == "o-1042");
  CHECK(*logs->log_events[1].extracted_fields->get<std::string>("level") == "ERROR");
}

TEST_CASE("what is no CloudWatch Logs event fails with the place") {
  CHECK(problem_of<cloudwatch_logs::event>(sample("sqs")) ==
        "$: the member \"awslogs\" is missing");
  CHECK(problem_of<cloudwatch_logs::event>(R"({"awslogs":{}})") ==
        "$.awslogs: the member \"data\" is missing");
  CHECK(problem_of_data("%") == "$.awslogs.data: expected base64");
  CHECK(problem_of_data(base64_encode("text")) == "$.awslogs.data: the data is not gzip");
  CHECK(problem_of_data(base64_encode(sample_file("gzip/short.gz"))) ==
        "$: no valid JSON: no value begins at byte 0");
}
