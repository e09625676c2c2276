// AWS Health: the detail of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::health {

struct description {
  std::string language;  ///< "en_US".
  std::string latest_description;
  json::unknown_members other;
};
LAMBENT_JSON_AS(description, style::camel_case | style::defaults, language, latest_description,
                other);

struct affected_entity {
  std::string entity_value;  ///< An id or ARN.
  std::optional<std::string> status;
  std::optional<std::string> last_updated_time;
  std::optional<std::map<std::string, std::string>> tags;
  json::unknown_members other;
};
LAMBENT_JSON_AS(affected_entity, style::camel_case | style::defaults, entity_value, status,
                last_updated_time, tags, other);

/// "AWS Health Event" and "AWS Health Abuse Event".
/// https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
struct health_event {
  std::string event_arn;
  std::string service;  ///< "EC2".
  std::string event_type_code;
  std::string event_type_category;  ///< "issue", "accountNotification", "scheduledChange", …
  std::optional<std::string> event_scope_code;  ///< "ACCOUNT_SPECIFIC" or "PUBLIC".
  std::optional<std::string> communication_id;
  std::optional<std::string> status_code;  ///< "open", "upcoming", "closed".
  std::optional<std::string> event_region;
  std::optional<std::string> start_time;  ///< "Sun, 9 Mar 2031 05:41:17 GMT".
  std::optional<std::string> end_time;
  std::optional<std::string> last_updated_time;
  std::vector<description> event_description;
  std::optional<std::map<std::string, std::string>> event_metadata;
  std::optional<std::vector<affected_entity>> affected_entities;
  std::optional<std::string> affected_account;
  std::optional<std::string> page;         ///< "1" of …
  std::optional<std::string> total_pages;  ///< … where there are many entities.
  json::unknown_members other;
};
LAMBENT_JSON_AS(health_event, style::camel_case | style::defaults,
                (event_arn, "eventArn", required), service,
                (event_type_code, "eventTypeCode", required), event_type_category, event_scope_code,
                communication_id, status_code, event_region, start_time, end_time,
                last_updated_time, event_description, event_metadata, affected_entities,
                affected_account, page, total_pages, other);

}  // namespace lambent::events::health
