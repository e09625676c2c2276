// Events of Amazon DynamoDB Streams: items before and after a change. The reply is nothing, a
// batch_response, or with a tumbling window a time_window_response.
#pragma once

#include <lambent/events/batch_response.hpp>
#include <lambent/events/binary.hpp>
#include <lambent/events/time.hpp>
#include <lambent/events/time_window.hpp>
#include <lambent/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lambent::events::dynamodb {

/// A number: up to 38 digits, more than any C++ type holds, so it stays text.
struct number {
  std::string text;

  /// As an integer or floating point type; a failure when it does not fit or is no number.
  template <class T>
  [[nodiscard]] result<T> as() const {
    return json::parse<T>(text);
  }

  friend bool operator==(const number&, const number&) = default;
};
inline bool decode(json::reader& in, number& out) { return in.read(out.text); }
inline void encode(json::writer& out, const number& value) { out.value(value.text); }

struct attribute_value;
/// The attributes of an item, or of a map inside one.
using item = std::map<std::string, attribute_value>;

/// What an attribute of type NULL holds.
struct null_value {
  friend bool operator==(const null_value&, const null_value&) = default;
};

/// The value of one attribute, in one of DynamoDB's types. The accessors are named by the types;
/// each gives null when the value is of another.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
struct attribute_value {
  using string_set = std::vector<std::string>;
  using number_set = std::vector<number>;
  using binary_set = std::vector<binary>;
  using list = std::vector<attribute_value>;

  /// std::monostate is a type that this library does not know; it is then in `other`.
  std::variant<std::monostate, null_value, bool, std::string, number, binary, string_set,
               number_set, binary_set, list, item>
      value;
  json::unknown_members other;

  [[nodiscard]] const std::string* s() const noexcept { return std::get_if<std::string>(&value); }
  [[nodiscard]] const number* n() const noexcept { return std::get_if<number>(&value); }
  [[nodiscard]] const binary* b() const noexcept { return std::get_if<binary>(&value); }
  [[nodiscard]] const string_set* ss() const noexcept { return std::get_if<string_set>(&value); }
  [[nodiscard]] const number_set* ns() const noexcept { return std::get_if<number_set>(&value); }
  [[nodiscard]] const binary_set* bs() const noexcept { return std::get_if<binary_set>(&value); }
  [[nodiscard]] const list* l() const noexcept { return std::get_if<list>(&value); }
  [[nodiscard]] const item* m() const noexcept { return std::get_if<item>(&value); }
  [[nodiscard]] const bool* boolean() const noexcept { return std::get_if<bool>(&value); }
  [[nodiscard]] bool is_null() const noexcept { return std::holds_alternative<null_value>(value); }

  /// The value as a T, as by unmarshal().
  template <class T>
  [[nodiscard]] result<T> as() const;
};
bool decode(json::reader& in, attribute_value& out);
void encode(json::writer& out, const attribute_value& value);

/// The value in plain JSON: {"id":{"N":"7"}} becomes {"id":7}. Sets become arrays, binary values
/// strings in base64, and what this library does not know null.
[[nodiscard]] std::string plain_json(const attribute_value& value);
[[nodiscard]] std::string plain_json(const item& attributes);

/// An item as a type of yours: plain_json(), read as a T. The failure names the attribute by its
/// path.
template <class T>
[[nodiscard]] result<T> unmarshal(const item& attributes) {
  return json::parse<T>(plain_json(attributes));
}

template <class T>
result<T> attribute_value::as() const {
  return json::parse<T>(plain_json(*this));
}

/// Who changed the item, when it was not a client: for items that expired by their time to live
/// type "Service" and principalId "dynamodb.amazonaws.com".
struct user_identity {
  std::string type;
  std::string principal_id;
  json::unknown_members other;
};
LAMBENT_JSON_AS(user_identity, style::camel_case | style::defaults, type, principal_id, other);

/// What changed. Which images are there depends on the stream's view type.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
struct stream_record {
  std::optional<epoch_seconds> approximate_creation_date_time;
  item keys;
  std::optional<item> new_image;
  std::optional<item> old_image;
  std::string sequence_number;
  std::optional<std::int64_t> size_bytes;
  std::string stream_view_type;  ///< KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES.
  json::unknown_members other;
};
LAMBENT_JSON_AS(stream_record, style::pascal_case | style::defaults, approximate_creation_date_time,
                keys, new_image, old_image, sequence_number, size_bytes, stream_view_type, other);

/// One change, and where it came from.
struct record {
  std::string event_id;
  std::string event_name;  ///< INSERT, MODIFY or REMOVE.
  std::string event_version;
  std::string event_source;
  std::string aws_region;
  stream_record dynamodb;
  std::string event_source_arn;  ///< The stream.
  std::optional<dynamodb::user_identity> user_identity;
  json::unknown_members other;

  /// For lambent::events::process_batch.
  [[nodiscard]] std::string_view batch_item_identifier() const noexcept {
    return dynamodb.sequence_number;
  }
};
LAMBENT_JSON_AS(record, style::camel_case | style::defaults, (event_id, "eventID"), event_name,
                event_version, event_source, aws_region, (dynamodb, "dynamodb", required),
                (event_source_arn, "eventSourceARN"), user_identity, other);

/// A batch of one shard, in the stream's order.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
struct event {
  std::vector<record> records;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, (records, "Records", required), other);

/// The same within a tumbling window.
using time_window_event = events::time_window_event<record>;

}  // namespace lambent::events::dynamodb
