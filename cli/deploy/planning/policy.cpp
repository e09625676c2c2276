#include "cli/deploy/planning/policy.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "aws/config/endpoint.hpp"

namespace lambent::cli::deploy {
namespace {

namespace json = boost::json;

// Whom a statement of the least policy is about.
struct resources {
  std::string function;
  std::string url_owner;  // The function, or its alias.
  std::string role;
  std::string log_group;
};

resources resources_of(const wanted_function& wanted, const observed_function& observed) {
  const std::string lambda_and_logs = ":" + observed.region + ":" + observed.account + ":";
  const std::string function =
      "arn:" + observed.partition + ":lambda" + lambda_and_logs + "function:" + wanted.name;
  return {.function = function,
          .url_owner = wanted.alias.empty() ? function : function + ":" + wanted.alias,
          .role = made_role_arn(wanted, observed),
          .log_group = "arn:" + observed.partition + ":logs" + lambda_and_logs +
                       "log-group:" + log_group_of(wanted, observed) + ":*"};
}

// Lambda fetches the object with the caller's permissions.
void add_put_code(needed_actions& to, const std::string& partition, const wanted_code& code) {
  to["arn:" + partition + ":s3:::" + code.s3_bucket + "/" + code.s3_key].insert(
      {"s3:PutObject", "s3:GetObject"});
}

std::string action_of(step_kind kind) {
  const operation_name operation = operation_of(kind);
  return std::string(operation.service) + ":" + std::string(operation.operation);
}

bool has_member(const step& one, std::string_view begin) {
  return std::ranges::any_of(one.differences,
                             [&](const difference& d) { return d.member.starts_with(begin); });
}

// What Lambda looks up with the caller's permissions when a configuration is set.
void add_configuration(needed_actions& to, const step& one, const wanted_function& wanted,
                       const std::string& role) {
  if (one.kind == step_kind::create_function || has_member(one, "Role"))
    to[role].insert("iam:PassRole");
  if (has_member(one, "Layers"))
    for (const std::string& layer : *wanted.layers) to[layer].insert("lambda:GetLayerVersion");
  // AWS has no finer resource for these.
  if (has_member(one, "VpcConfig"))
    to["*"].insert({"ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"});
}

// What seeing the difference takes, now and when it is looked at again.
void add_looking(needed_actions& to, const resources& about, const wanted_function& wanted,
                 const observed_function& observed) {
  to[about.function].insert("lambda:GetFunction");
  // Without it GetFunction leaves the tags out.
  if (wants_tags(wanted)) to[about.function].insert("lambda:ListTags");
  // Without it GetFunction leaves the variables out.
  if (wants_environment(wanted) && observed.configuration &&
      !observed.configuration->kms_key_arn.empty())
    to[observed.configuration->kms_key_arn].insert("kms:Decrypt");
  if (wanted.publish || !wanted.alias.empty() || wanted.versions_kept > 0)
    to[about.function].insert({"lambda:ListVersionsByFunction", "lambda:ListAliases"});
  if (wanted.url != url_wish::leave)
    to[about.url_owner].insert({"lambda:GetFunctionUrlConfig", "lambda:GetPolicy"});
  // AWS has no finer resource for this one.
  if (wanted.log_retention_days) to["*"].insert("logs:DescribeLogGroups");
  if (has_made_role(wanted, observed))
    to[about.role].insert({"iam:GetRole", "iam:ListAttachedRolePolicies"});
}

// A request that names a version or an alias is about its ARN, not about the function's.
std::string resource_of(const step& one, const resources& about) {
  using enum step_kind;
  switch (one.kind) {
    case create_role:
    case allow_logs:
    case allow_vpc:
    case allow_tracing:
      return about.role;
    case create_log_group:
    case set_log_retention:
    case drop_log_retention:
      return about.log_group;
    case allow_url:
    case allow_url_invoke:
    case create_url:
    case update_url:
    case delete_url:
    case forbid_url:
    case forbid_url_invoke:
      return about.url_owner;
    case delete_version:
      return about.function + ":" + one.subject;
    default:
      return about.function;
  }
}

// Lambda takes its time for these, and is asked for the state.
bool is_awaited(step_kind kind) {
  using enum step_kind;
  return kind == create_function || kind == update_configuration || kind == update_code ||
         kind == publish_version;
}

}  // namespace

void add_needed_actions(needed_actions& to, const plan& what, const wanted_function& wanted,
                        const observed_function& observed) {
  const resources about = resources_of(wanted, observed);
  add_looking(to, about, wanted, observed);
  for (const step& one : what.steps) {
    if (one.kind == step_kind::put_code) {
      add_put_code(to, observed.partition, wanted.code);
      continue;
    }
    to[resource_of(one, about)].insert(action_of(one.kind));
    add_configuration(to, one, wanted, wanted.role.value_or(about.role));
    if (is_awaited(one.kind)) to[about.function].insert("lambda:GetFunctionConfiguration");
    if (wanted.tags.empty()) continue;
    if (one.kind == step_kind::create_function) to[about.function].insert("lambda:TagResource");
    if (one.kind == step_kind::create_role) to[about.role].insert("iam:TagRole");
  }
}

// Nobody has asked for the account: the name is the layer's in whichever it is.
void add_needed_actions(needed_actions& to, const plan& what, const wanted_layer& wanted,
                        const observed_layer& observed) {
  const std::string partition(aws::partition_of(observed.region).name);
  const std::string layer =
      "arn:" + partition + ":lambda:" + observed.region + ":*:layer:" + wanted.name;
  to[layer].insert("lambda:ListLayerVersions");
  to[layer + ":*"].insert("lambda:GetLayerVersion");
  for (const step& one : what.steps) {
    if (one.kind == step_kind::put_code)
      add_put_code(to, partition, wanted.code);
    else
      to[layer].insert(action_of(one.kind));
  }
}

std::string policy_document(const needed_actions& actions) {
  json::array statements;
  for (const auto& [resource, names] : actions) {
    statements.push_back(json::object{{"Effect", "Allow"},
                                      {"Action", json::array(names.begin(), names.end())},
                                      {"Resource", resource}});
  }
  return json::serialize(
      json::object{{"Version", "2012-10-17"}, {"Statement", std::move(statements)}});
}

}  // namespace lambent::cli::deploy
