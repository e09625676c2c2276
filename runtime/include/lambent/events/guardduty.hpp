// Amazon GuardDuty: the detail of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>

namespace lambent::events::guardduty {

/// "GuardDuty Finding". What `resource` and `service` hold depends on the type.
/// https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
struct finding {
  std::string schema_version;
  std::string id;
  std::string arn;
  std::string type;     ///< "UnauthorizedAccess:EC2/SSHBruteForce".
  double severity = 0;  ///< 1 to 10; from 7 on it is high, from 9 on critical.
  std::string title;
  std::string description;
  std::string account_id;
  std::string region;
  std::string partition;
  json::object resource;
  json::object service;
  std::string created_at;
  std::string updated_at;
  json::unknown_members other;
};
LAMBENT_JSON_AS(finding, style::camel_case | style::defaults, schema_version, (id, "id", required),
                arn, (type, "type", required), (severity, "severity", required), title, description,
                account_id, region, partition, resource, service, created_at, updated_at, other);

}  // namespace lambent::events::guardduty
