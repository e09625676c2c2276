#include <lambent/events/firehose.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("Firehose batches survive a round trip") {
  check_round_trip<firehose::event>("firehose");
  check_round_trip<firehose::event>("firehose_msk");
}

TEST_CASE("a Firehose record is typed, and answered by its id") {
  const auto event = parsed_sample<firehose::event>("firehose");
  REQUIRE(event.records.size() == 2);
  const firehose::record& first = event.records[0];
  CHECK(first.payload().bytes() == R"({"page":"/cart"})");
  CHECK(first.kinesis_record_metadata->partition_key == "visitor-3");
  CHECK(*first.kinesis_record_metadata->subsequence_number->as<int>() == 0);

  firehose::response response;
  response.records.push_back(first.ok("hi"));
  response.records[0].metadata.emplace().partition_keys.emplace()["day"] = "2024-02-03";
  response.records.push_back(event.records[1].failed());
  CHECK(
      json::print(response) ==
      R"({"records":[{"recordId":"49648210947110038420417723842957731804216209458364907522000000",)"
      R"("result":"Ok","data":"aGk=","metadata":{"partitionKeys":{"day":"2024-02-03"}}},)"
      R"({"recordId":"49648210947110038420417723842957731804216209458364907523000000",)"
      R"("result":"ProcessingFailed","data":"bm90IGpzb24="}]})");

  firehose::response_metadata where;
  where.otf_metadata = {"shop", "clicks", firehose::table_operation::delete_};
  CHECK(json::print(where) ==
        R"({"otfMetadata":{"destinationDatabaseName":"shop","destinationTableName":"clicks",)"
        R"("operation":"delete"}})");
}

TEST_CASE("a Firehose record from Kafka is answered as one") {
  const auto event = parsed_sample<firehose::event>("firehose_msk");
  REQUIRE(event.records.size() == 1);
  const firehose::record& record = event.records[0];
  CHECK(event.source_msk_arn->starts_with("arn:aws:kafka:"));
  CHECK(record.payload().bytes() == "kafka says hello");
  CHECK(*record.msk_record_metadata->get<std::string>("offset") == "42");
  CHECK(json::print(record.dropped()) ==
        R"({"recordId":"00000000000000000000000000000000000000000000000000000000000042",)"
        R"("result":"Dropped","kafkaRecordValue":"a2Fma2Egc2F5cyBoZWxsbw=="})");
}

TEST_CASE("what is no Firehose batch fails with the place") {
  CHECK(problem_of<firehose::event>(sample("kafka")) ==
        "$.records: expected an array, found an object");
  CHECK(problem_of<firehose::event>(R"({"records":[]})") ==
        "$: the member \"deliveryStreamArn\" is missing");
  CHECK(problem_of<firehose::event>(R"({"deliveryStreamArn":"a","records":[{"data":"aGk="}]})") ==
        "$.records[0]: the member \"recordId\" is missing");
}
