// AWS Config: a custom rule that evaluates resources.
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::config {

struct relationship {
  std::string resource_id;
  std::optional<std::string> resource_name;
  std::string resource_type;
  std::string name;  ///< "Is attached to Volume".
  json::unknown_members other;
};
LAMBENT_JSON_AS(relationship, style::camel_case | style::defaults, resource_id, resource_name,
                resource_type, name, other);

/// A resource as Config saw it.
/// https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html
struct configuration_item {
  std::string resource_type;  ///< "AWS::EC2::Instance".
  std::string resource_id;
  std::optional<std::string> resource_name;
  std::optional<std::string> arn;
  std::string aws_account_id;
  std::optional<std::string> aws_region;
  std::optional<std::string> availability_zone;
  std::string configuration_item_status;  ///< "OK", "ResourceDiscovered", "ResourceDeleted", …
  std::string configuration_item_capture_time;
  std::optional<std::string> resource_creation_time;
  std::optional<json::raw> configuration;  ///< As the resource's service describes it.
  std::optional<std::map<std::string, std::string>> tags;
  std::optional<std::vector<relationship>> relationships;
  json::unknown_members other;
};
LAMBENT_JSON_AS(configuration_item, style::camel_case | style::defaults,
                (resource_type, "resourceType", required), resource_id, resource_name, (arn, "ARN"),
                aws_account_id, aws_region, availability_zone, configuration_item_status,
                configuration_item_capture_time, resource_creation_time, configuration, tags,
                relationships, other);

/// Why the rule is evaluated; see rule_event::invoked_by().
struct invoking_event {
  /// "ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification",
  /// "ScheduledNotification", "ConfigurationSnapshotDeliveryCompleted".
  std::string message_type;
  std::string notification_creation_time;
  std::string record_version;
  std::optional<config::configuration_item> configuration_item;          ///< Of a change.
  std::optional<json::raw> configuration_item_diff;                      ///< Of a change.
  std::optional<config::configuration_item> configuration_item_summary;  ///< Of an oversized one.
  std::optional<std::string> aws_account_id;                             ///< Of a schedule.
  json::unknown_members other;
};
LAMBENT_JSON_AS(invoking_event, style::camel_case | style::defaults,
                (message_type, "messageType", required), notification_creation_time, record_version,
                configuration_item, configuration_item_diff, configuration_item_summary,
                aws_account_id, other);

/// A rule is to be evaluated. The answer goes to Config's PutEvaluations, with `result_token`; what
/// the function returns is ignored.
/// https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
struct rule_event {
  std::string version;
  std::string invoking_event;                  ///< JSON in a string; see invoked_by().
  std::optional<std::string> rule_parameters;  ///< JSON in a string.
  std::string result_token;
  bool event_left_scope = false;  ///< The resource is gone or no longer the rule's.
  std::optional<std::string> execution_role_arn;
  std::string config_rule_arn;
  std::string config_rule_name;
  std::string config_rule_id;
  std::string account_id;
  std::optional<std::string> evaluation_mode;  ///< "DETECTIVE" or "PROACTIVE".
  json::unknown_members other;

  [[nodiscard]] result<config::invoking_event> invoked_by() const {
    return json::parse<config::invoking_event>(invoking_event);
  }
  /// The parameters as a T; a failure too when the rule has none.
  template <class T = std::map<std::string, std::string>>
  [[nodiscard]] result<T> parameters() const {
    return json::parse<T>(rule_parameters.value_or("null"));
  }
};
LAMBENT_JSON_AS(rule_event, style::camel_case | style::defaults, version,
                (invoking_event, "invokingEvent", required), rule_parameters,
                (result_token, "resultToken", required), event_left_scope, execution_role_arn,
                config_rule_arn, config_rule_name, config_rule_id, account_id, evaluation_mode,
                other);

}  // namespace lambent::events::config
