// AWS Systems Manager: details of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>

namespace lambent::events::ssm {

/// "Parameter Store Change".
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
struct parameter_store_change {
  std::string operation;  ///< "Create", "Update", "Delete", "LabelParameterVersion".
  std::string name;
  std::optional<std::string> type;  ///< "String", "StringList", "SecureString".
  std::optional<std::string> description;
  std::optional<std::string> label;
  json::unknown_members other;
};
LAMBENT_JSON_AS(parameter_store_change, style::camel_case | style::defaults,
                (operation, "operation", required), (name, "name", required), type, description,
                label, other);

}  // namespace lambent::events::ssm
