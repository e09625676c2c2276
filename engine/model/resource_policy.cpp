#include "engine/model/resource_policy.hpp"

#include <algorithm>
#include <string_view>

namespace lambent::model {
namespace {

bool covers(std::string_view granted, std::string_view action) {
  return granted == action || granted == "lambda:*" || granted == "*";
}

// A request without a signature brings no source, no account, no organization and no token: a
// condition on one of them does not hold.
bool holds_for_anyone(const policy_statement& s) {
  return s.principal == "*" && s.source_arn.empty() && s.source_account.empty() &&
         s.principal_org_id.empty() && s.event_source_token.empty() &&
         s.function_url_auth_type.value_or(url_auth_type::none) == url_auth_type::none;
}

}  // namespace

bool allows_public_url(const resource_policy& policy) {
  auto granted = [&](std::string_view action) {
    return std::any_of(policy.statements.begin(), policy.statements.end(), [&](const auto& s) {
      return covers(s.action, action) && holds_for_anyone(s);
    });
  };
  return granted("lambda:InvokeFunctionUrl") && granted("lambda:InvokeFunction");
}

}  // namespace lambent::model
