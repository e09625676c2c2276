#include <lambent/events/kafka.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("Kafka batches survive a round trip") {
  // A header's members are byte arrays; `records` maps partitions to lists.
  check_round_trip<kafka::event>("kafka", {"records", "headers"});
  check_round_trip<kafka::event>("kafka_self_managed", {"records", "headers"});
}

TEST_CASE("a Kafka record is typed") {
  const auto event = parsed_sample<kafka::event>("kafka");
  REQUIRE(event.records.size() == 2);
  const auto& partition = event.records.at("orders-0");
  REQUIRE(partition.size() == 2);
  CHECK(partition[0].offset == 5123);
  CHECK(partition[0].key->bytes() == "o-1042");
  CHECK(*partition[0].value->as<json::object>()->get<std::string>("order") == "o-1042");
  CHECK(*partition[0].header("trace") == "t-é");
  CHECK(*partition[0].header("attempt") == "2");
  CHECK(partition[0].header("none") == nullptr);
  CHECK(partition[0].value_schema_metadata->data_format == "JSON");
  CHECK_FALSE(partition[1].value.has_value());

  const auto own = parsed_sample<kafka::event>("kafka_self_managed");
  CHECK_FALSE(own.event_source_arn.has_value());
  CHECK_FALSE(own.records.at("clicks-11")[0].key.has_value());
}

TEST_CASE("Kafka's failed records are told by partition and offset") {
  kafka::batch_response response;
  response.batch_item_failures.push_back({{"orders-0", 5124}});
  CHECK(json::print(response) ==
        R"({"batchItemFailures":[{"itemIdentifier":{"partition":"orders-0","offset":5124}}]})");
}

TEST_CASE("bytes as numbers are signed or not, and nothing else") {
  CHECK(json::parse<byte_array>("[-128,127,128,255,0]")->bytes ==
        std::string("\x80\x7f\x80\xff\0", 5));
  CHECK(json::print(byte_array{"\x80\x7f"}) == "[-128,127]");
  CHECK(problem_of<byte_array>("[1,256]") == "$[1]: expected a byte, found 256");
  CHECK(problem_of<byte_array>("[-129]") == "$[0]: expected a byte, found -129");
}

TEST_CASE("what is no Kafka batch fails with the place") {
  CHECK(problem_of<kafka::event>(sample("kinesis")) == "$: the member \"records\" is missing");
  CHECK(problem_of<kafka::event>(R"({"records":{"a-0":[{"offset":1}]}})") ==
        "$.records['a-0'][0]: the member \"topic\" is missing");
  CHECK(
      problem_of<kafka::event>(R"({"records":{"a-0":[{"topic":"a","headers":[{"h":["x"]}]}]}})") ==
      "$.records['a-0'][0].headers[0].h[0]: expected an integer, found a string \"x\"");
}
