// The policies that AWS manages and functions' roles have attached most often, with their
// documents. Others can be attached, too; of those only the ARN is known here.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lambent::companions::iam {

struct aws_policy {
  std::string_view name;
  std::string_view path;             // "/service-role/"
  std::string_view default_version;  // "v1"
  std::string_view created;          // ISO 8601.
  std::string_view updated;
  std::string_view document;  // JSON.
};

[[nodiscard]] std::span<const aws_policy> aws_policies();
[[nodiscard]] std::string arn_of(const aws_policy& policy);
// nullptr when it is not in the table.
[[nodiscard]] const aws_policy* find_aws_policy(std::string_view arn);

}  // namespace lambent::companions::iam
