// Events of Amazon MQ brokers that are RabbitMQ. The reply is not read.
#pragma once

#include <lambent/events/binary.hpp>
#include <lambent/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::events::rabbitmq {

/// A header's text, which RabbitMQ's events have as an object: {"bytes":[104,105]}.
struct header_text {
  byte_array bytes;
};
LAMBENT_JSON(header_text, bytes);

/// What AMQP 0-9-1 says of a message.
struct basic_properties {
  std::optional<std::string> content_type;
  std::optional<std::string> content_encoding;
  /// What the sender attached: text as header_text, other values as themselves. See header().
  std::optional<json::object> headers;
  std::optional<std::int64_t> delivery_mode;
  std::optional<std::int64_t> priority;
  std::optional<std::string> correlation_id;
  std::optional<std::string> reply_to;
  std::optional<std::string> expiration;  ///< Milliseconds, as text.
  std::optional<std::string> message_id;
  std::optional<std::string> timestamp;  ///< Such as "Feb 3, 2024, 4:05:06 AM".
  std::optional<std::string> type;
  std::optional<std::string> user_id;
  std::optional<std::string> app_id;
  std::optional<std::string> cluster_id;
  std::optional<std::int64_t> body_size;  ///< Bytes.
  json::unknown_members other;

  /// The text of a header; empty when there is none of that name, or it is no text.
  [[nodiscard]] std::optional<std::string> header(std::string_view name) const {
    if (!headers) return std::nullopt;
    auto text = headers->get<header_text>(name);
    if (!text) return std::nullopt;
    return std::move(text->bytes.bytes);
  }
};
LAMBENT_JSON_AS(basic_properties, style::camel_case | style::defaults, content_type,
                content_encoding, headers, delivery_mode, priority, correlation_id, reply_to,
                expiration, message_id, timestamp, type, user_id, app_id, cluster_id, body_size,
                other);

struct message {
  rabbitmq::basic_properties basic_properties;
  binary data;
  bool redelivered = false;
  json::unknown_members other;
};
LAMBENT_JSON_AS(message, style::camel_case | style::defaults, basic_properties,
                (data, "data", required), redelivered, other);

/// A batch of messages by queue.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
struct event {
  std::string event_source;      ///< aws:rmq.
  std::string event_source_arn;  ///< The broker.
  /// By the queue's name, two colons, and the virtual host.
  std::map<std::string, std::vector<message>> rmq_messages_by_queue;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, event_source, event_source_arn,
                (rmq_messages_by_queue, "rmqMessagesByQueue", required), other);

}  // namespace lambent::events::rabbitmq
