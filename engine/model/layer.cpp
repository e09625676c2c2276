#include "engine/model/layer.hpp"

#include <algorithm>

namespace lambent::model {

std::string layer_arn(const layer_reference& of) {
  return "arn:aws:lambda:" + of.region + ":" + of.account + ":layer:" + of.name;
}

std::string layer_version_arn(const layer_reference& of, std::uint64_t number) {
  return layer_arn(of) + ":" + std::to_string(number);
}

std::string layer_version_arn(const layer_version& of) {
  return layer_version_arn({of.account, of.region, of.name}, of.number);
}

bool allows_layer(const layer_version& version, std::string_view account) {
  if (version.account == account) return true;
  std::string root = "arn:aws:iam::" + std::string(account) + ":root";
  return std::ranges::any_of(version.policy.statements, [&](const policy_statement& one) {
    return one.principal == "*" || one.principal == account || one.principal == root;
  });
}

}  // namespace lambent::model
