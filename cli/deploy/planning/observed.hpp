// What AWS says there is, before anything is changed: the other half of a plan.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
struct observed_configuration {
  std::string arn{};
  std::string role{};
  std::string runtime{};
  std::string handler{};
  std::string description{};
  std::string architecture{};
  std::string code_sha256{};
  std::string package_type{};  // "Zip" or "Image".
  int memory_mb = 0;
  int timeout_s = 0;
  int ephemeral_storage_mb = 0;
  std::vector<std::string> layers{};
  std::string tracing_mode{};
  std::string log_format{};
  std::string application_log_level{};
  std::string system_log_level{};
  std::string log_group{};
  vpc_settings vpc{};
  text_map environment{};
  // What no deployment sets; versions are compared by it, too.
  std::string kms_key_arn{};  // The customer's own key for the variables; empty: Lambda's.
  std::string dead_letter_target{};
  text_map file_systems{};  // ARNs of access points, by where they are mounted.

  bool operator==(const observed_configuration&) const = default;
};

struct observed_version {
  int number = 0;
  bool same_as_latest = false;  // Code and configuration are those of $LATEST.
};

struct observed_role {
  std::string arn{};
  // What of AWS's managed policies is attached; role_policies of plan.hpp has their names.
  bool logs_allowed = false;
  bool vpc_allowed = false;
  bool tracing_allowed = false;
};

// The statements of the resource policy that a public URL needs: their Sid, or empty where there is
// none.
struct observed_url_permissions {
  std::string url{};       // lambda:InvokeFunctionUrl
  std::string function{};  // lambda:InvokeFunction, through the URL alone
};

struct observed_function {
  std::string account{};    // 12 digits.
  std::string partition{};  // "aws", "aws-cn", "aws-us-gov".
  std::string region{};

  std::optional<observed_configuration> configuration{};  // None: there is no such function.
  text_map tags{};
  std::string tags_refused{};         // Why Lambda does not tell them; empty where it does.
  std::string environment_refused{};  // The same of the variables.
  std::string failed{};               // Why Lambda could not make it ready; empty: it has not.
  std::optional<int> reserved_concurrency{};
  std::optional<url_settings> url{};
  std::string url_address{};
  observed_url_permissions url_permissions{};
  std::optional<std::string> alias_version{};  // Of the wanted alias; none: there is no such alias.
  text_map alias_weights{};  // RoutingConfig of the wanted alias: versions, and shares as "0.1".
  std::vector<observed_version> versions{};  // Published ones, oldest first.
  // That other aliases point to or send a part of the calls to.
  std::vector<int> aliased_versions{};
  std::optional<observed_role> made_role{};  // The role that a deployment would make.
  bool log_group_exists = false;
  int log_retention_days = 0;  // 0: for ever.
};

// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html
struct observed_layer_version {
  std::string arn{};  // With the version at its end.
  std::int64_t number = 0;
  std::string code_sha256{};
  std::vector<std::string> architectures{};
  std::vector<std::string> runtimes{};
  std::string description{};
};

struct observed_layer {
  std::string region{};
  std::optional<observed_layer_version> newest{};  // None: there is no such layer.
};

}  // namespace lambent::cli::deploy
