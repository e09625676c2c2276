// Amazon CloudWatch alarms whose action is a Lambda function.
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::cloudwatch_alarms {

enum class state_value { ok, alarm, insufficient_data };
LAMBENT_JSON_ENUM(state_value, (ok, "OK"), (alarm, "ALARM"),
                  (insufficient_data, "INSUFFICIENT_DATA"));

/// What an alarm is, or was, and why.
struct state {
  state_value value = state_value::ok;
  std::string reason;  ///< A sentence.
  /// JSON in a string: a `metric_reason` or a `composite_reason` by json::parse().
  std::optional<std::string> reason_data;
  std::string timestamp;                             ///< "2031-08-04T12:36:15.490+0000".
  std::optional<std::string> actions_suppressed_by;  ///< "WaitPeriod", "ExtensionPeriod", "Alarm".
  std::optional<std::string> actions_suppressed_reason;
  json::unknown_members other;
};
LAMBENT_JSON_AS(state, style::camel_case | style::defaults, (value, "value", required), reason,
                reason_data, timestamp, actions_suppressed_by, actions_suppressed_reason, other);

struct metric {
  std::string name;
  std::optional<std::string> name_space;
  std::map<std::string, std::string> dimensions;
  json::unknown_members other;
};
LAMBENT_JSON_AS(metric, style::camel_case | style::defaults, (name, "name", required),
                (name_space, "namespace"), dimensions, other);

struct metric_stat {
  cloudwatch_alarms::metric metric;
  int period = 0;  ///< In seconds.
  std::string stat;
  std::optional<std::string> unit;
  json::unknown_members other;
};
LAMBENT_JSON_AS(metric_stat, style::camel_case | style::defaults, metric, period, stat, unit,
                other);

/// One of the metrics an alarm looks at: a metric's statistic, or an expression over others.
struct metric_query {
  std::string id;
  std::optional<cloudwatch_alarms::metric_stat> metric_stat;
  std::optional<std::string> expression;
  std::optional<std::string> label;
  std::optional<int> period;        ///< Of an expression, in seconds.
  std::optional<bool> return_data;  ///< The one that is compared with the threshold.
  std::optional<std::string> account_id;
  json::unknown_members other;
};
LAMBENT_JSON_AS(metric_query, style::camel_case | style::defaults, id, metric_stat, expression,
                label, period, return_data, account_id, other);

/// The configuration of an alarm on metrics.
struct metric_configuration {
  std::optional<std::string> description;
  std::vector<metric_query> metrics;
  json::unknown_members other;
};
LAMBENT_JSON_AS(metric_configuration, style::camel_case | style::defaults, description,
                (metrics, "metrics", required), other);

/// The configuration of an alarm on other alarms.
struct composite_configuration {
  std::optional<std::string> description;
  std::string alarm_rule;  ///< "ALARM(a) OR ALARM(b)".
  std::optional<std::string> actions_suppressor;
  std::optional<int> actions_suppressor_wait_period;       ///< In seconds.
  std::optional<int> actions_suppressor_extension_period;  ///< In seconds.
  json::unknown_members other;
};
LAMBENT_JSON_AS(composite_configuration, style::camel_case | style::defaults, description,
                (alarm_rule, "alarmRule", required), actions_suppressor,
                actions_suppressor_wait_period, actions_suppressor_extension_period, other);

/// Also the detail of EventBridge's "CloudWatch Alarm State Change":
/// `eventbridge::event<alarm_data<metric_configuration>>`.
template <class Configuration>
struct alarm_data {
  std::string alarm_name;
  cloudwatch_alarms::state state;
  std::optional<cloudwatch_alarms::state> previous_state;
  Configuration configuration;
  json::unknown_members other;
};
template <class Configuration>
LAMBENT_JSON_AS(alarm_data<Configuration>, style::camel_case | style::defaults, alarm_name,
                (state, "state", required), previous_state,
                (configuration, "configuration", required), other);

/// An alarm changed its state. As `event<>` it takes alarms of both kinds.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
template <class Configuration = json::raw>
struct event {
  std::string source;  ///< "aws.cloudwatch".
  std::string alarm_arn;
  std::string account_id;
  std::string time;
  std::string region;
  cloudwatch_alarms::alarm_data<Configuration> alarm_data;
  json::unknown_members other;
};
template <class Configuration>
LAMBENT_JSON_AS(event<Configuration>, style::camel_case | style::defaults, source,
                (alarm_arn, "alarmArn", required), account_id, time, region,
                (alarm_data, "alarmData", required), other);

using metric_alarm = event<metric_configuration>;
using composite_alarm = event<composite_configuration>;

struct evaluated_datapoint {
  std::string timestamp;
  std::optional<double> sample_count;
  std::optional<double> value;  ///< Missing where there were no data.
  std::optional<double> threshold;
  json::unknown_members other;
};
LAMBENT_JSON_AS(evaluated_datapoint, style::camel_case | style::defaults, timestamp, sample_count,
                value, threshold, other);

/// `state::reason_data` of an alarm on metrics.
struct metric_reason {
  std::string version;
  std::optional<std::string> query_date;
  std::optional<std::string> start_date;
  std::optional<std::string> unit;
  std::optional<std::string> statistic;
  std::optional<int> period;  ///< In seconds.
  std::vector<std::optional<double>> recent_datapoints;
  std::optional<std::vector<std::optional<double>>> recent_lower_thresholds;
  std::optional<std::vector<std::optional<double>>> recent_upper_thresholds;
  std::optional<double> threshold;
  std::optional<std::vector<evaluated_datapoint>> evaluated_datapoints;
  json::unknown_members other;
};
LAMBENT_JSON_AS(metric_reason, style::camel_case | style::defaults, version, query_date, start_date,
                unit, statistic, period, (recent_datapoints, "recentDatapoints", required),
                recent_lower_thresholds, recent_upper_thresholds, threshold, evaluated_datapoints,
                other);

struct triggering_alarm_state {
  state_value value = state_value::ok;
  std::string timestamp;
  json::unknown_members other;
};
LAMBENT_JSON_AS(triggering_alarm_state, style::camel_case | style::defaults,
                (value, "value", required), timestamp, other);

struct triggering_alarm {
  std::string arn;
  triggering_alarm_state state;
  json::unknown_members other;
};
LAMBENT_JSON_AS(triggering_alarm, style::camel_case | style::defaults, (arn, "arn", required),
                state, other);

/// `state::reason_data` of an alarm on other alarms.
struct composite_reason {
  std::vector<triggering_alarm> triggering_alarms;
  json::unknown_members other;
};
LAMBENT_JSON_AS(composite_reason, style::camel_case | style::defaults,
                (triggering_alarms, "triggeringAlarms", required), other);

}  // namespace lambent::events::cloudwatch_alarms
