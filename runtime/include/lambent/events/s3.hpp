// Events of Amazon S3 notifications, sent to a function directly. The same JSON arrives inside SQS
// and SNS messages: message.as<lambent::events::s3::event>().
#pragma once

#include <lambent/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::events::s3 {

/// An object key as the notification has it ("a+b%2Bc" for "a b+c"), decoded. A % without two
/// hexadecimal digits behind it stays as it is.
[[nodiscard]] std::string decode_key(std::string_view key);

/// Who caused the event, or who owns the bucket.
struct user_identity {
  std::string principal_id;
  json::unknown_members other;
};
LAMBENT_JSON_AS(user_identity, style::camel_case | style::defaults, principal_id, other);

/// Where the request came from.
struct request_parameters {
  std::optional<std::string> source_ip_address;
  json::unknown_members other;
};
LAMBENT_JSON_AS(request_parameters, style::camel_case | style::defaults,
                (source_ip_address, "sourceIPAddress"), other);

struct bucket {
  std::string name;
  user_identity owner_identity;
  std::string arn;
  json::unknown_members other;
};
LAMBENT_JSON_AS(bucket, style::camel_case | style::defaults, name, owner_identity, arn, other);

/// The object. Which members are there depends on the event: a deleted object has no size.
struct object {
  std::string key;                   ///< As it came, URL-encoded; see decoded_key().
  std::optional<std::int64_t> size;  ///< Bytes.
  std::optional<std::string> e_tag;
  std::optional<std::string> version_id;  ///< In a bucket with versions.
  /// Hexadecimal; of two events for one key, the one with the larger sequencer came later. The
  /// shorter is to be filled with zeros on the right.
  std::optional<std::string> sequencer;
  json::unknown_members other;

  [[nodiscard]] std::string decoded_key() const { return decode_key(key); }
};
LAMBENT_JSON_AS(object, style::camel_case | style::defaults, (key, "key", required), size, e_tag,
                version_id, sequencer, other);

struct entity {
  std::string s3_schema_version;
  std::string configuration_id;  ///< The notification configuration that matched.
  s3::bucket bucket;
  s3::object object;
  json::unknown_members other;
};
LAMBENT_JSON_AS(entity, style::camel_case | style::defaults, (s3_schema_version, "s3SchemaVersion"),
                configuration_id, (bucket, "bucket", required), (object, "object", required),
                other);

/// Of an s3:ObjectRestore:Completed event.
struct restore_event_data {
  std::optional<std::string> lifecycle_restoration_expiry_time;  ///< ISO 8601.
  std::optional<std::string> lifecycle_restore_storage_class;
  json::unknown_members other;
};
LAMBENT_JSON_AS(restore_event_data, style::camel_case | style::defaults,
                lifecycle_restoration_expiry_time, lifecycle_restore_storage_class, other);

struct glacier_event_data {
  std::optional<s3::restore_event_data> restore_event_data;
  json::unknown_members other;
};
LAMBENT_JSON_AS(glacier_event_data, style::camel_case | style::defaults, restore_event_data, other);

/// Of the s3:Replication events.
struct replication_event_data {
  std::string replication_rule_id;
  std::string destination_bucket;  ///< An ARN.
  std::string s3_operation;
  std::string request_time;  ///< ISO 8601.
  std::optional<std::string> failure_reason;
  json::unknown_members other;
};
LAMBENT_JSON_AS(replication_event_data, style::camel_case | style::defaults, replication_rule_id,
                destination_bucket, (s3_operation, "s3Operation"), request_time, failure_reason,
                other);

/// Of an s3:IntelligentTiering event.
struct intelligent_tiering_event_data {
  std::string destination_access_tier;
  json::unknown_members other;
};
LAMBENT_JSON_AS(intelligent_tiering_event_data, style::camel_case | style::defaults,
                destination_access_tier, other);

struct transition_event_data {
  std::string destination_storage_class;
  json::unknown_members other;
};
LAMBENT_JSON_AS(transition_event_data, style::camel_case | style::defaults,
                destination_storage_class, other);

/// Of an s3:LifecycleTransition event.
struct lifecycle_event_data {
  std::optional<s3::transition_event_data> transition_event_data;
  json::unknown_members other;
};
LAMBENT_JSON_AS(lifecycle_event_data, style::camel_case | style::defaults, transition_event_data,
                other);

/// One thing that happened to one object.
struct record {
  std::string event_version;
  std::string event_source;
  std::string aws_region;
  std::string event_time;  ///< ISO 8601: when S3 finished the request.
  std::string event_name;  ///< Such as ObjectCreated:Put, without the "s3:" of the configuration.
  s3::user_identity user_identity;
  s3::request_parameters request_parameters;
  /// x-amz-request-id and x-amz-id-2, by which AWS's support finds the request.
  std::map<std::string, std::string> response_elements;
  entity s3;
  std::optional<s3::glacier_event_data> glacier_event_data;
  std::optional<s3::restore_event_data> restore_event_data;
  std::optional<s3::replication_event_data> replication_event_data;
  std::optional<s3::intelligent_tiering_event_data> intelligent_tiering_event_data;
  std::optional<s3::lifecycle_event_data> lifecycle_event_data;
  json::unknown_members other;
};
LAMBENT_JSON_AS(record, style::camel_case | style::defaults, event_version, event_source,
                aws_region, event_time, event_name, user_identity, request_parameters,
                response_elements, (s3, "s3", required), glacier_event_data, restore_event_data,
                replication_event_data, intelligent_tiering_event_data, lifecycle_event_data,
                other);

/// A notification; it has one record today.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
struct event {
  std::vector<record> records;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, (records, "Records", required), other);

/// What S3 sends once, when notifications to a queue or topic are configured.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
struct test_event {
  std::string service;
  std::string event;  ///< s3:TestEvent.
  std::string time;   ///< ISO 8601.
  std::string bucket;
  std::string request_id;
  std::string host_id;
  json::unknown_members other;
};
LAMBENT_JSON_AS(test_event, style::pascal_case | style::defaults, service,
                (event, "Event", required), time, bucket, request_id, host_id, other);

}  // namespace lambent::events::s3
