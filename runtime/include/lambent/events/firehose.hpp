// Data transformation for Amazon Data Firehose: the event, and the reply it waits for.
#pragma once

#include <lambent/events/binary.hpp>
#include <lambent/events/time.hpp>
#include <lambent/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::events::firehose {

enum class transformation : std::uint8_t {
  ok,
  dropped,            ///< Left out on purpose.
  processing_failed,  ///< Goes to the bucket's error prefix.
};
LAMBENT_JSON_ENUM(transformation, (ok, "Ok"), (dropped, "Dropped"),
                  (processing_failed, "ProcessingFailed"));

enum class table_operation : std::uint8_t { insert, update, delete_ };
LAMBENT_JSON_ENUM(table_operation, insert, update, (delete_, "delete"));

/// Where a record goes in an Apache Iceberg table.
struct otf_metadata {
  std::string destination_database_name;
  std::string destination_table_name;
  std::optional<table_operation> operation;
};
LAMBENT_JSON_AS(otf_metadata, style::camel_case, destination_database_name, destination_table_name,
                operation);

/// Where a record goes.
struct response_metadata {
  /// By name, for dynamic partitioning.
  std::optional<std::map<std::string, std::string>> partition_keys;
  std::optional<firehose::otf_metadata> otf_metadata;
};
LAMBENT_JSON_AS(response_metadata, style::camel_case, partition_keys, otf_metadata);

/// What became of one record; the members of record make them.
struct response_record {
  std::string record_id;
  transformation result = transformation::ok;
  std::optional<binary> data;
  std::optional<binary> kafka_record_value;  ///< In place of data, when the source is MSK.
  std::optional<response_metadata> metadata;
};
LAMBENT_JSON_AS(response_record, style::camel_case, record_id, result, data, kafka_record_value,
                metadata);

/// The reply: each record of the event once, in any order; at most 6 MB.
/// https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html
struct response {
  std::vector<response_record> records;
};
LAMBENT_JSON_AS(response, style::camel_case, records);

/// Of a record that came from a Kinesis stream.
struct kinesis_record_metadata {
  std::string shard_id;
  std::string partition_key;
  epoch_milliseconds approximate_arrival_timestamp;
  std::string sequence_number;
  std::optional<json::raw> subsequence_number;  ///< A number or text; AWS documents both.
  json::unknown_members other;
};
LAMBENT_JSON_AS(kinesis_record_metadata, style::camel_case | style::defaults, shard_id,
                partition_key, approximate_arrival_timestamp, sequence_number, subsequence_number,
                other);

/// One record to transform.
struct record {
  std::string record_id;
  epoch_milliseconds approximate_arrival_timestamp;
  std::optional<binary> data;
  std::optional<binary> kafka_record_value;  ///< In place of data, when the source is MSK.
  std::optional<firehose::kinesis_record_metadata> kinesis_record_metadata;
  std::optional<json::object> msk_record_metadata;  ///< offset, partitionId and a timestamp.
  json::unknown_members other;

  /// What is to be transformed, whatever the source.
  [[nodiscard]] binary payload() const {
    return kafka_record_value ? *kafka_record_value : data.value_or(binary{});
  }

  /// The record with these bytes.
  [[nodiscard]] response_record ok(std::string_view bytes) const {
    return answered(transformation::ok, binary::of(bytes));
  }
  /// The record left out.
  [[nodiscard]] response_record dropped() const {
    return answered(transformation::dropped, payload());
  }
  /// The record as one that could not be transformed, with its own bytes.
  [[nodiscard]] response_record failed() const {
    return answered(transformation::processing_failed, payload());
  }

private:
  [[nodiscard]] response_record answered(transformation how, binary what) const {
    response_record out;
    out.record_id = record_id;
    out.result = how;
    (kafka_record_value ? out.kafka_record_value : out.data) = std::move(what);
    return out;
  }
};
LAMBENT_JSON_AS(record, style::camel_case | style::defaults, (record_id, "recordId", required),
                approximate_arrival_timestamp, data, kafka_record_value, kinesis_record_metadata,
                msk_record_metadata, other);

/// A batch of records; the reply is a response.
/// https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
struct event {
  std::string invocation_id;
  std::string delivery_stream_arn;
  std::optional<std::string> source_kinesis_stream_arn;
  std::optional<std::string> source_msk_arn;
  std::string region;
  std::vector<record> records;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, invocation_id,
                (delivery_stream_arn, "deliveryStreamArn", required), source_kinesis_stream_arn,
                (source_msk_arn, "sourceMSKArn"), region, (records, "records", required), other);

}  // namespace lambent::events::firehose
