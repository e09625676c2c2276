// Amazon S3 by way of EventBridge: the detail for eventbridge::event<Detail>. What a bucket sends
// itself is <lambent/events/s3.hpp>.
#pragma once

#include <lambent/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace lambent::events::s3_eventbridge {

struct bucket {
  std::string name;
  json::unknown_members other;
};
LAMBENT_JSON_AS(bucket, style::defaults, (name, "name", required), other);

struct object {
  std::string key;  ///< As it is; unlike in the bucket's own notifications not URL-encoded.
  std::optional<std::int64_t> size;  ///< In bytes.
  std::optional<std::string> etag;
  std::optional<std::string> version_id;
  std::optional<std::string> sequencer;  ///< Hexadecimal; of events of one key the later is larger.
  json::unknown_members other;
};
LAMBENT_JSON_AS(object, style::defaults, (key, "key", required), size, etag,
                (version_id, "version-id"), sequencer, other);

/// "Object Created", "Object Deleted", "Object Restore Completed", "Object Tags Added", …
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
struct object_event {
  std::string version;
  s3_eventbridge::bucket bucket;
  s3_eventbridge::object object;
  std::string request_id;
  std::string requester;  ///< An account, or a service such as "s3.amazonaws.com".
  std::optional<std::string> source_ip_address;
  std::optional<std::string> reason;  ///< "PutObject", "DeleteObject", "Lifecycle Expiration".
  std::optional<std::string> deletion_type;  ///< "Permanently Deleted", "Delete Marker Created".
  std::optional<std::string> restore_expiry_time;
  std::optional<std::string> source_storage_class;
  std::optional<std::string> destination_storage_class;
  std::optional<std::string> destination_access_tier;
  json::unknown_members other;
};
LAMBENT_JSON_AS(object_event, style::defaults, version, (bucket, "bucket", required),
                (object, "object", required), (request_id, "request-id"), requester,
                (source_ip_address, "source-ip-address"), reason, (deletion_type, "deletion-type"),
                (restore_expiry_time, "restore-expiry-time"),
                (source_storage_class, "source-storage-class"),
                (destination_storage_class, "destination-storage-class"),
                (destination_access_tier, "destination-access-tier"), other);

}  // namespace lambent::events::s3_eventbridge
