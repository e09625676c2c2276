// AWS Identity and Access Management (API version 2010-05-08), as far as a function's role goes.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
#pragma once

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "aws/client.hpp"

namespace lambent::aws::iam {

using done = std::expected<void, call_error>;

struct role {
  std::string name{};
  std::string arn{};
  std::string path{};
  std::string trust_policy{};  // JSON, decoded.
};
[[nodiscard]] std::expected<role, call_error> get_role(client& with, const std::string& name);

struct create_role_input {
  std::string name{};
  std::string trust_policy{};  // JSON.
  std::string description{};
  std::map<std::string, std::string> tags{};
};
// A new role takes some seconds until Lambda can take it on.
[[nodiscard]] std::expected<role, call_error> create_role(client& with,
                                                          const create_role_input& input);
// Policies have to be detached and deleted first.
[[nodiscard]] done delete_role(client& with, const std::string& name);

// Managed policies, by ARN. Attaching one that is attached changes nothing.
[[nodiscard]] std::expected<std::vector<std::string>, call_error> list_attached_role_policies(
    client& with, const std::string& role);
[[nodiscard]] done attach_role_policy(client& with, const std::string& role,
                                      const std::string& policy_arn);
[[nodiscard]] done detach_role_policy(client& with, const std::string& role,
                                      const std::string& policy_arn);

// Inline policies, by name. Putting one replaces it.
[[nodiscard]] std::expected<std::vector<std::string>, call_error> list_role_policies(
    client& with, const std::string& role);
[[nodiscard]] done put_role_policy(client& with, const std::string& role, const std::string& name,
                                   const std::string& policy);
[[nodiscard]] done delete_role_policy(client& with, const std::string& role,
                                      const std::string& name);

}  // namespace lambent::aws::iam
