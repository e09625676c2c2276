// Events of Amazon CloudWatch Logs subscriptions: log events, which come compressed.
#pragma once

#include <lambent/events/time.hpp>
#include <lambent/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::events::cloudwatch_logs {

/// How much text one event may hold: 64 MiB. Beyond it decoding fails; what CloudWatch Logs sends
/// is far smaller, and a small event that pretends otherwise must not fill the memory.
inline constexpr std::size_t decoded_bytes_max = std::size_t{64} << 20;

/// One line of a log.
struct log_event {
  std::string id;
  epoch_milliseconds timestamp;
  std::string message;
  /// What a filter pattern with names for fields took from the message; the values are strings.
  std::optional<json::object> extracted_fields;
  json::unknown_members other;

  /// The message read as JSON.
  template <class T>
  [[nodiscard]] result<T> as() const {
    return json::parse<T>(message);
  }
};
LAMBENT_JSON_AS(log_event, style::camel_case | style::defaults, id, timestamp,
                (message, "message", required), extracted_fields, other);

/// Log events of one log stream.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
struct log_data {
  /// DATA_MESSAGE; CONTROL_MESSAGE when CloudWatch Logs only checks that the function is there.
  std::string message_type;
  std::string owner;  ///< The account of the log.
  std::string log_group;
  std::string log_stream;
  std::vector<std::string> subscription_filters;
  std::vector<log_event> log_events;
  std::optional<std::string> policy_level;
  json::unknown_members other;
};
LAMBENT_JSON_AS(log_data, style::camel_case | style::defaults, message_type, owner, log_group,
                log_stream, subscription_filters, (log_events, "logEvents", required), policy_level,
                other);

/// The JSON text inside an event's `data`: base64 of gzip of it.
[[nodiscard]] result<std::string> decode_text(std::string_view data);

struct compressed_data {
  std::string data;
  json::unknown_members other;
};
LAMBENT_JSON_AS(compressed_data, style::camel_case | style::defaults, (data, "data", required),
                other);

/// What a subscription filter sends.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html
struct event {
  compressed_data awslogs;
  json::unknown_members other;

  /// The log events. The failure says what is wrong with the compressed data, or names the place
  /// inside the text.
  [[nodiscard]] result<log_data> decoded() const {
    const result<std::string> text = decode_text(awslogs.data);
    if (!text) return text.error();
    return json::parse<log_data>(*text);
  }
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, (awslogs, "awslogs", required), other);

}  // namespace lambent::events::cloudwatch_logs
