// Events of Amazon Kinesis Data Streams. The reply is nothing, a batch_response, or with a tumbling
// window a time_window_response.
#pragma once

#include <lambent/events/batch_response.hpp>
#include <lambent/events/binary.hpp>
#include <lambent/events/time.hpp>
#include <lambent/events/time_window.hpp>
#include <lambent/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::events::kinesis {

/// The record as the stream holds it. `data.bytes()` is what the producer put, `data.as<T>()` reads
/// it as JSON.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Record.html
struct stream_record {
  std::string kinesis_schema_version;
  std::string partition_key;
  std::string sequence_number;
  binary data;
  epoch_seconds approximate_arrival_timestamp;
  std::optional<std::string> encryption_type;  ///< NONE or KMS.
  json::unknown_members other;
};
LAMBENT_JSON_AS(stream_record, style::camel_case | style::defaults, kinesis_schema_version,
                partition_key, sequence_number, (data, "data", required),
                approximate_arrival_timestamp, encryption_type, other);

/// One record, and where it came from.
struct record {
  stream_record kinesis;
  std::string event_source;
  std::string event_version;
  std::string event_id;  ///< The shard's id, a colon, and the sequence number.
  std::string event_name;
  std::string invoke_identity_arn;  ///< The role with which Lambda reads the stream.
  std::string aws_region;
  std::string event_source_arn;  ///< The stream, or the consumer of enhanced fan-out.
  json::unknown_members other;

  /// For lambent::events::process_batch.
  [[nodiscard]] std::string_view batch_item_identifier() const noexcept {
    return kinesis.sequence_number;
  }
};
LAMBENT_JSON_AS(record, style::camel_case | style::defaults, (kinesis, "kinesis", required),
                event_source, event_version, (event_id, "eventID"), event_name, invoke_identity_arn,
                aws_region, (event_source_arn, "eventSourceARN"), other);

/// A batch of one shard, in the stream's order.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
struct event {
  std::vector<record> records;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, (records, "Records", required), other);

/// The same within a tumbling window.
using time_window_event = events::time_window_event<record>;

}  // namespace lambent::events::kinesis
