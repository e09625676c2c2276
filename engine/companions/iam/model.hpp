// Roles and policies as IAM knows them. Values only.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace lambent::companions::iam {

using tag_list = std::vector<std::pair<std::string, std::string>>;

struct role {
  std::string account;
  std::string name;
  std::string path;  // "/" or "/service-role/"
  std::string id;    // "AROA…"
  std::int64_t created_ms = 0;
  std::string trust_policy;  // AssumeRolePolicyDocument, as given.
  std::string description;
  std::int64_t max_session_s = 0;
  std::string permissions_boundary;  // ARN, or empty.
};

// One that the account manages; AWS's are in aws_policies.hpp.
struct policy {
  std::string account;
  std::string name;
  std::string path;
  std::string id;  // "ANPA…"
  std::string description;
  std::int64_t created_ms = 0;
  std::int64_t updated_ms = 0;
  std::int64_t default_version = 1;
  std::int64_t last_version = 1;  // Numbers are never used twice.
};

struct policy_version {
  std::int64_t number = 1;
  std::string document;
  std::int64_t created_ms = 0;
};

// The parts of "arn:aws:iam::<account>:<kind>/<path>/<name>"; empty when it is none.
struct arn_parts {
  std::string account;  // "aws" for AWS's own policies.
  std::string path;
  std::string name;
};
[[nodiscard]] arn_parts split_arn(std::string_view arn, std::string_view kind);
[[nodiscard]] std::string make_arn(std::string_view kind, const arn_parts& parts);
[[nodiscard]] std::string arn_of(const role& of);
[[nodiscard]] std::string arn_of(const policy& of);

}  // namespace lambent::companions::iam
