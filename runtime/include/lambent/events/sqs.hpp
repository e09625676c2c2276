// Events of Amazon SQS: a batch of messages. The reply is nothing, or a batch_response.
#pragma once

#include <lambent/events/batch_response.hpp>
#include <lambent/events/binary.hpp>
#include <lambent/events/time.hpp>
#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::events::sqs {

/// What the sender attached to a message. `data_type` is String, Number or Binary, or one of these
/// with a label of the sender's behind a dot.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
struct message_attribute {
  std::string data_type;
  std::optional<std::string> string_value;
  std::optional<binary> binary_value;
  std::optional<std::vector<std::string>> string_list_values;  ///< Reserved by SQS; comes empty.
  std::optional<std::vector<binary>> binary_list_values;       ///< Reserved by SQS; comes empty.
  json::unknown_members other;
};
LAMBENT_JSON_AS(message_attribute, style::camel_case | style::defaults, data_type, string_value,
                binary_value, string_list_values, binary_list_values, other);

/// What SQS itself knows of a message. All values are strings, numbers too.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
struct attributes {
  std::string approximate_receive_count;  ///< 1 on the first delivery.
  std::string sent_timestamp;             ///< Milliseconds since 1970; see sent().
  std::string sender_id;
  std::string approximate_first_receive_timestamp;  ///< Milliseconds since 1970.
  std::optional<std::string> sequence_number;       ///< FIFO queues.
  /// FIFO queues, and standard queues that use it for fairness.
  std::optional<std::string> message_group_id;
  std::optional<std::string> message_deduplication_id;  ///< FIFO queues.
  std::optional<std::string> aws_trace_header;
  /// The queue from which a message in a dead-letter queue came.
  std::optional<std::string> dead_letter_queue_source_arn;
  json::unknown_members other;

  [[nodiscard]] std::optional<time_point> sent() const {
    return time_of_milliseconds(sent_timestamp);
  }
  [[nodiscard]] std::optional<time_point> first_received() const {
    return time_of_milliseconds(approximate_first_receive_timestamp);
  }
};
LAMBENT_JSON_AS(attributes, style::pascal_case | style::defaults, approximate_receive_count,
                sent_timestamp, sender_id, approximate_first_receive_timestamp, sequence_number,
                message_group_id, message_deduplication_id, (aws_trace_header, "AWSTraceHeader"),
                dead_letter_queue_source_arn, other);

/// One message.
struct message {
  std::string message_id;
  std::string receipt_handle;
  std::string body;
  sqs::attributes attributes;
  std::map<std::string, message_attribute> message_attributes;
  std::string md5_of_body;
  std::optional<std::string> md5_of_message_attributes;
  std::string event_source;
  std::string event_source_arn;  ///< The queue.
  std::string aws_region;
  json::unknown_members other;

  /// The body read as JSON: a type of the sender's, or lambent::events::s3::event for a bucket's
  /// notifications. The failure names the place inside the body.
  template <class T>
  [[nodiscard]] result<T> as() const {
    return json::parse<T>(body);
  }

  /// The names of FIFO queues, and only these, end so. A group id alone does not tell.
  [[nodiscard]] bool from_fifo_queue() const noexcept {
    return std::string_view(event_source_arn).ends_with(".fifo");
  }

  /// For lambent::events::process_batch.
  [[nodiscard]] std::string_view batch_item_identifier() const noexcept { return message_id; }
  /// Messages of one group are in an order that a failure must not break.
  [[nodiscard]] std::optional<std::string_view> batch_group() const noexcept {
    if (!from_fifo_queue()) return std::nullopt;
    return attributes.message_group_id ? std::string_view(*attributes.message_group_id) : "";
  }
};
LAMBENT_JSON_AS(message, style::camel_case | style::defaults, (message_id, "messageId", required),
                receipt_handle, body, attributes, message_attributes, md5_of_body,
                md5_of_message_attributes, event_source, (event_source_arn, "eventSourceARN"),
                aws_region, other);

/// A batch: up to 10 messages, or 10 000 with a batch window.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
struct event {
  std::vector<message> records;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, (records, "Records", required), other);

}  // namespace lambent::events::sqs
