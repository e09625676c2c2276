#include <lambent/events/sqs.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace order_desk {

struct line {
  std::string sku;
  int count = 0;
};
LAMBENT_JSON(line, sku, count);

struct order {
  std::string order;
  std::vector<line> lines;
};
LAMBENT_JSON(order, order, lines);

}  // namespace order_desk

TEST_CASE("SQS batches survive a round trip") {
  check_round_trip<sqs::event>("sqs", {"messageAttributes"});
  check_round_trip<sqs::event>("sqs_fifo", {"messageAttributes"});
}

TEST_CASE("an SQS message is typed") {
  const auto event = parsed_sample<sqs::event>("sqs");
  REQUIRE(event.records.size() == 2);
  const sqs::message& first = event.records[0];
  CHECK(first.message_id == "7b1f0d5e-52f4-4a0b-9a0e-3c7f1f0a1d42");
  CHECK(first.attributes.sent()->time_since_epoch().count() == 1707192997123);
  CHECK(first.attributes.first_received()->time_since_epoch().count() == 1707192997140);
  CHECK(first.message_attributes.at("priority").string_value == "5");
  CHECK(first.message_attributes.at("thumbnail").binary_value->bytes() == "\x89PNG\r\n\x1a\n");
  CHECK_FALSE(first.from_fifo_queue());

  const auto order = first.as<order_desk::order>();
  REQUIRE(order);
  CHECK(order->lines.at(0).count == 3);
  const auto wrong = event.records[1].as<order_desk::order>();
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().message.starts_with("$: "));
}

TEST_CASE("a FIFO queue is known by its name, not by the group id") {
  auto event = parsed_sample<sqs::event>("sqs_fifo");
  sqs::message& message = event.records.at(0);
  CHECK(message.from_fifo_queue());
  CHECK(message.batch_group() == "account-17");
  message.event_source_arn = "arn:aws:sqs:ap-southeast-2:210987654321:bookings";
  CHECK_FALSE(message.batch_group().has_value());
}

TEST_CASE("what is no SQS batch fails with the place") {
  CHECK(problem_of<sqs::event>(R"({"detail":{}})") == "$: the member \"Records\" is missing");
  CHECK(problem_of<sqs::event>(R"({"Records":[{"body":"x"}]})") ==
        "$.Records[0]: the member \"messageId\" is missing");
  CHECK(problem_of<sqs::event>(R"({"Records":[{"messageId":"m","body":{}}]})") ==
        "$.Records[0].body: expected a string, found an object");
}

TEST_CASE("times are points in time, and odd numbers do no harm") {
  CHECK(epoch_seconds{1545084650.987}.time().time_since_epoch().count() == 1545084650987);
  CHECK(epoch_seconds{1e300}.time().time_since_epoch().count() == 253402300799999);
  CHECK(epoch_seconds{-1e300}.time().time_since_epoch().count() == -253402300799999);
  CHECK(epoch_milliseconds{-1}.time().time_since_epoch().count() == -1);
  CHECK_FALSE(time_of_milliseconds("").has_value());
  CHECK_FALSE(time_of_milliseconds("12x").has_value());
  CHECK_FALSE(time_of_milliseconds("99999999999999999999").has_value());
}
