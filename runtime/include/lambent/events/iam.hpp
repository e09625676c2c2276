// IAM policies, as functions return them.
#pragma once

#include <lambent/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::iam {

enum class effect : std::uint8_t { allow, deny };
LAMBENT_JSON_ENUM(effect, (allow, "Allow"), (deny, "Deny"));

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
struct statement {
  std::optional<std::string> sid;
  iam::effect effect = iam::effect::deny;
  std::vector<std::string> action;
  std::vector<std::string> resource;
  std::optional<json::object> condition;
};
LAMBENT_JSON_AS(statement, style::pascal_case, sid, effect, action, resource, condition);

struct policy_document {
  std::string version = "2012-10-17";
  std::vector<iam::statement> statement;
};
LAMBENT_JSON_AS(policy_document, style::pascal_case, version, statement);

}  // namespace lambent::events::iam
