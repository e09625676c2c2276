// Events of Apache Kafka topics: Amazon MSK and clusters of one's own. The reply is nothing, or a
// batch_response.
#pragma once

#include <lambent/events/binary.hpp>
#include <lambent/events/time.hpp>
#include <lambent/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::events::kafka {

/// Which schema a key or value was checked against, when the mapping has a schema registry.
struct schema_metadata {
  std::optional<std::string> data_format;  ///< AVRO, PROTOBUF or JSON.
  std::optional<std::string> schema_id;
  json::unknown_members other;
};
LAMBENT_JSON_AS(schema_metadata, style::camel_case | style::defaults, data_format, schema_id,
                other);

/// One record of a partition.
struct record {
  std::string topic;
  std::int64_t partition = 0;
  std::int64_t offset = 0;
  epoch_milliseconds timestamp;
  std::string timestamp_type;  ///< CREATE_TIME or LOG_APPEND_TIME.
  std::optional<binary> key;
  std::optional<binary> value;  ///< None in a tombstone.
  /// Each an object of one member; a name may come more than once. See header().
  std::vector<std::map<std::string, byte_array>> headers;
  std::optional<schema_metadata> key_schema_metadata;
  std::optional<schema_metadata> value_schema_metadata;
  json::unknown_members other;

  /// The bytes of the last header of that name; null when there is none.
  [[nodiscard]] const std::string* header(std::string_view name) const noexcept {
    const std::string* found = nullptr;
    for (const auto& one : headers) {
      for (const auto& [its_name, content] : one) {
        if (its_name == name) found = &content.bytes;
      }
    }
    return found;
  }
};
LAMBENT_JSON_AS(record, style::camel_case | style::defaults, (topic, "topic", required), partition,
                offset, timestamp, timestamp_type, key, value, headers, key_schema_metadata,
                value_schema_metadata, other);

/// A batch of records by partition, each in the partition's order.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
/// https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html
struct event {
  std::string event_source;                      ///< aws:kafka or SelfManagedKafka.
  std::optional<std::string> event_source_arn;   ///< The MSK cluster.
  std::optional<std::string> bootstrap_servers;  ///< Between commas.
  /// By topic, a hyphen, and the partition's number.
  std::map<std::string, std::vector<record>> records;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, event_source, event_source_arn,
                bootstrap_servers, (records, "records", required), other);

/// A record that Lambda is to deliver again.
struct item_identifier {
  std::string partition;  ///< As in event::records: topic, hyphen, number.
  std::int64_t offset = 0;
};
LAMBENT_JSON_AS(item_identifier, style::camel_case, partition, offset);

struct batch_item_failure {
  kafka::item_identifier item_identifier;
};
LAMBENT_JSON_AS(batch_item_failure, style::camel_case, item_identifier);

/// The reply when the mapping has FunctionResponseTypes = ReportBatchItemFailures.
/// https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
struct batch_response {
  std::vector<batch_item_failure> batch_item_failures;
};
LAMBENT_JSON_AS(batch_response, style::camel_case, batch_item_failures);

}  // namespace lambent::events::kafka
