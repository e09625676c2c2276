// Events of Amazon MQ brokers that are Apache ActiveMQ. The reply is not read.
#pragma once

#include <lambent/events/binary.hpp>
#include <lambent/events/time.hpp>
#include <lambent/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::activemq {

struct destination {
  std::optional<std::string> physical_name;
  json::unknown_members other;
};
LAMBENT_JSON_AS(destination, style::camel_case | style::defaults, physical_name, other);

/// One JMS message.
struct message {
  std::string message_id;
  std::string message_type;  ///< jms/text-message or jms/bytes-message.
  std::optional<epoch_milliseconds> timestamp;
  std::optional<std::int64_t> delivery_mode;
  std::optional<std::string> correlation_id;
  std::optional<std::string> reply_to;
  std::optional<activemq::destination> destination;
  std::optional<bool> redelivered;
  std::optional<std::string> type;
  std::optional<std::int64_t> expiration;
  std::optional<std::int64_t> priority;
  std::optional<std::string> connection_id;
  binary data;  ///< The text or the bytes.
  std::optional<epoch_milliseconds> broker_in_time;
  std::optional<epoch_milliseconds> broker_out_time;
  std::optional<json::object> properties;  ///< What the sender attached.
  json::unknown_members other;
};
LAMBENT_JSON_AS(message, style::camel_case | style::defaults, (message_id, "messageID", required),
                message_type, timestamp, delivery_mode, (correlation_id, "correlationID"), reply_to,
                destination, redelivered, type, expiration, priority, connection_id, data,
                broker_in_time, broker_out_time, properties, other);

/// A batch of messages of one queue.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
struct event {
  std::string event_source;      ///< aws:mq.
  std::string event_source_arn;  ///< The broker.
  std::vector<message> messages;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, event_source, event_source_arn,
                (messages, "messages", required), other);

}  // namespace lambent::events::activemq
