// The resource-based policy of a function, a version or an alias: who may do what with it. Values
// and the one question that is asked of them; AWS's document is engine/api/policy_document's.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/function_url.hpp"

namespace lambent::model {

// As AddPermission was given it; what was not given is empty.
struct policy_statement {
  std::string sid;
  std::string action;     // "lambda:InvokeFunction", "lambda:*" or "*".
  std::string principal;  // "*", "s3.amazonaws.com", an account or an ARN.
  std::string source_arn;
  std::string source_account;
  std::string principal_org_id;
  std::string event_source_token;
  std::optional<url_auth_type> function_url_auth_type;
  bool invoked_via_function_url = false;
  bool operator==(const policy_statement&) const = default;
};

struct resource_policy {
  std::vector<policy_statement> statements;  // In the order in which they were added.
  std::string revision_id;                   // UUID.
  bool operator==(const resource_policy&) const = default;
};

// Whether a caller without a signature may invoke through the function URL: both
// lambda:InvokeFunctionUrl and lambda:InvokeFunction must be granted to everyone.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
[[nodiscard]] bool allows_public_url(const resource_policy& policy);

}  // namespace lambent::model
