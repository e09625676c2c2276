// Events of Amazon SNS, and the messages that AWS itself publishes to topics: CloudWatch alarms.
#pragma once

#include <lambent/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::sns {

/// What the publisher attached to a message. `type` is String, String.Array, Number or Binary; the
/// value of the last is base64.
/// https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
struct message_attribute {
  std::string type;
  std::string value;
  json::unknown_members other;
};
LAMBENT_JSON_AS(message_attribute, style::pascal_case | style::defaults, type, value, other);

/// One published message.
/// https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
struct notification {
  std::string type;
  std::string message_id;
  std::string topic_arn;
  std::optional<std::string> subject;
  std::string message;
  std::string timestamp;  ///< ISO 8601.
  std::string signature_version;
  std::string signature;
  std::optional<std::string> signing_cert_url;
  std::optional<std::string> unsubscribe_url;
  std::map<std::string, message_attribute> message_attributes;
  json::unknown_members other;

  /// The message read as JSON: a type of the publisher's, cloudwatch_alarm, or
  /// lambent::events::s3::event. The failure names the place inside the message.
  template <class T>
  [[nodiscard]] result<T> as() const {
    return json::parse<T>(message);
  }
};
LAMBENT_JSON_AS(notification, style::pascal_case | style::defaults, type, message_id, topic_arn,
                subject, (message, "Message", required), timestamp, signature_version, signature,
                signing_cert_url, unsubscribe_url, message_attributes, other);

struct record {
  std::string event_source;
  std::string event_version;
  std::string event_subscription_arn;
  notification sns;
  json::unknown_members other;

  /// As notification::as().
  template <class T>
  [[nodiscard]] result<T> as() const {
    return sns.as<T>();
  }
};
LAMBENT_JSON_AS(record, style::pascal_case | style::defaults, event_source, event_version,
                event_subscription_arn, (sns, "Sns", required), other);

/// What a topic sends; it has one record today.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
struct event {
  std::vector<record> records;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::pascal_case | style::defaults, (records, "Records", required), other);

/// A name and value by which a metric is told from others of its name.
struct dimension {
  std::string name;
  std::string value;
  json::unknown_members other;
};
LAMBENT_JSON_AS(dimension, style::camel_case | style::defaults, name, value, other);

struct metric {
  std::vector<dimension> dimensions;
  std::string metric_name;
  std::string name_space;
  json::unknown_members other;
};
LAMBENT_JSON_AS(metric, style::pascal_case | style::defaults, dimensions, metric_name,
                (name_space, "Namespace"), other);

struct metric_stat {
  sns::metric metric;
  std::int64_t period = 0;  ///< Seconds.
  std::string stat;
  std::optional<std::string> unit;
  json::unknown_members other;
};
LAMBENT_JSON_AS(metric_stat, style::pascal_case | style::defaults, metric, period, stat, unit,
                other);

/// One metric or expression of an alarm on several.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
struct metric_data_query {
  std::string id;
  std::optional<std::string> expression;
  std::optional<std::string> label;
  std::optional<sns::metric_stat> metric_stat;
  std::optional<std::int64_t> period;  ///< Seconds.
  std::optional<bool> return_data;
  json::unknown_members other;
};
LAMBENT_JSON_AS(metric_data_query, style::pascal_case | style::defaults, id, expression, label,
                metric_stat, period, return_data, other);

/// What the alarm watches: one metric, or `metrics`.
struct trigger {
  std::optional<std::string> metric_name;
  std::optional<std::string> name_space;
  std::optional<std::string> statistic_type;
  std::optional<std::string> statistic;
  std::optional<std::string> unit;
  std::optional<std::vector<dimension>> dimensions;
  std::optional<std::vector<metric_data_query>> metrics;
  std::optional<std::int64_t> period;  ///< Seconds.
  std::int64_t evaluation_periods = 0;
  std::optional<std::int64_t> datapoints_to_alarm;
  std::string comparison_operator;
  std::optional<double> threshold;  ///< None for anomaly detection.
  std::optional<std::string> treat_missing_data;
  std::optional<std::string> evaluate_low_sample_count_percentile;
  json::unknown_members other;
};
LAMBENT_JSON_AS(trigger, style::pascal_case | style::defaults, metric_name,
                (name_space, "Namespace"), statistic_type, statistic, unit, dimensions, metrics,
                period, evaluation_periods, datapoints_to_alarm, comparison_operator, threshold,
                treat_missing_data, evaluate_low_sample_count_percentile, other);

/// The message that a CloudWatch alarm publishes. (An alarm that invokes a function itself sends
/// another event.) A composite alarm has `alarm_rule` instead of a trigger.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
struct cloudwatch_alarm {
  std::string alarm_name;
  std::optional<std::string> alarm_description;
  std::string aws_account_id;
  std::optional<std::string> alarm_configuration_updated_timestamp;  ///< ISO 8601.
  std::string new_state_value;  ///< OK, ALARM or INSUFFICIENT_DATA.
  std::string new_state_reason;
  std::string state_change_time;  ///< ISO 8601.
  std::string region;             ///< In words, such as "EU (Frankfurt)".
  std::optional<std::string> alarm_arn;
  std::optional<std::string> old_state_value;
  std::optional<std::vector<std::string>> ok_actions;
  std::optional<std::vector<std::string>> alarm_actions;
  std::optional<std::vector<std::string>> insufficient_data_actions;
  std::optional<std::string> alarm_rule;
  std::optional<sns::trigger> trigger;
  json::unknown_members other;
};
LAMBENT_JSON_AS(cloudwatch_alarm, style::pascal_case | style::defaults,
                (alarm_name, "AlarmName", required), alarm_description,
                (aws_account_id, "AWSAccountId"), alarm_configuration_updated_timestamp,
                (new_state_value, "NewStateValue", required), new_state_reason, state_change_time,
                region, alarm_arn, old_state_value, (ok_actions, "OKActions"), alarm_actions,
                insufficient_data_actions, alarm_rule, trigger, other);

}  // namespace lambent::events::sns
