#include <lambent/events/s3.hpp>
#include <lambent/events/sqs.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("S3 notifications survive a round trip") {
  check_round_trip<s3::event>("s3", {"responseElements"});
  check_round_trip<s3::test_event>("s3_test");
}

TEST_CASE("an S3 notification is typed, with what each kind of event adds") {
  const auto event = parsed_sample<s3::event>("s3");
  REQUIRE(event.records.size() == 7);
  const s3::record& put = event.records[0];
  CHECK(put.event_name == "ObjectCreated:Put");
  CHECK(put.s3.bucket.name == "holiday-pictures");
  CHECK(put.s3.object.size == 2748113);
  CHECK(put.s3.object.decoded_key() == "2024/café terrace+1.jpg");
  CHECK(put.request_parameters.source_ip_address == "198.51.100.24");
  CHECK(put.response_elements.at("x-amz-request-id") == "V3ZTXQ4GEXAMPLE0");
  CHECK_FALSE(event.records[1].s3.object.size.has_value());
  CHECK(event.records[2].glacier_event_data->restore_event_data->lifecycle_restore_storage_class ==
        "GLACIER");
  CHECK(event.records[3].replication_event_data->failure_reason == "AssumeRoleNotPermitted");
  CHECK(event.records[3].replication_event_data->s3_operation == "OBJECT_PUT");
  CHECK(event.records[4].intelligent_tiering_event_data->destination_access_tier ==
        "ARCHIVE_ACCESS");
  CHECK(event.records[5].lifecycle_event_data->transition_event_data->destination_storage_class ==
        "GLACIER_IR");
  CHECK(event.records[6].restore_event_data->lifecycle_restore_storage_class == "DEEP_ARCHIVE");
}

TEST_CASE("an object key is decoded as S3 encodes it, and broken escapes stay") {
  CHECK(s3::decode_key("") == "");
  CHECK(s3::decode_key("a+b%2Bc%20d") == "a b+c d");
  CHECK(s3::decode_key("%e2%82%ac") == "€");
  CHECK(s3::decode_key("100%") == "100%");
  CHECK(s3::decode_key("%4") == "%4");
  CHECK(s3::decode_key("%zz%-1% 1") == "%zz%-1% 1");
  CHECK(s3::decode_key("%41%") == "A%");
  CHECK(s3::decode_key("%00") == std::string(1, '\0'));
}

TEST_CASE("a notification that came through a queue is read from the message") {
  sqs::message message;
  message.body = sample("s3");
  const auto event = message.as<s3::event>();
  REQUIRE(event);
  CHECK(event->records.size() == 7);
  message.body = sample("s3_test");
  CHECK(message.as<s3::event>().error().message == "$: the member \"Records\" is missing");
  CHECK(message.as<s3::test_event>()->event == "s3:TestEvent");
}

TEST_CASE("what is no S3 notification fails with the place") {
  CHECK(problem_of<s3::event>(sample("sqs")) == "$.Records[0]: the member \"s3\" is missing");
  CHECK(problem_of<s3::event>(R"({"Records":[{"s3":{"bucket":{},"object":{"size":1}}}]})") ==
        "$.Records[0].s3.object: the member \"key\" is missing");
  CHECK(problem_of<s3::event>(
            R"({"Records":[{"s3":{"bucket":{},"object":{"key":"k","size":"1"}}}]})") ==
        "$.Records[0].s3.object.size: expected an integer, found a string \"1\"");
}
