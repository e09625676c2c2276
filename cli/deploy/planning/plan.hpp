// What has to be done so that AWS has what is wanted, in order: a comparison of two values, without
// a call. A plan made after an interruption is what is left to do.
#pragma once

#include <array>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "cli/deploy/planning/observed.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// One line of a diff: a member in AWS's words. `from` is empty for what is new, `to` for what goes.
struct difference {
  std::string member;
  std::string from;
  std::string to;

  bool operator==(const difference&) const = default;
};

enum class step_kind : std::uint8_t {
  create_role,
  allow_logs,  // This and the next two attach a policy: role_policies.
  allow_vpc,
  allow_tracing,
  put_code,  // To S3.
  create_function,
  update_configuration,
  update_code,
  tag,
  untag,
  reserve_concurrency,
  release_concurrency,
  publish_version,
  create_alias,
  update_alias,
  allow_url,         // lambda:InvokeFunctionUrl for everyone.
  allow_url_invoke,  // lambda:InvokeFunction through the URL, for everyone.
  create_url,
  update_url,
  delete_url,
  forbid_url,
  forbid_url_invoke,
  create_log_group,
  set_log_retention,
  drop_log_retention,  // Logs are kept for ever.
  delete_version,
  publish_layer,
};

struct step {
  step_kind kind;
  std::vector<difference> differences{};
  std::string
      subject{};  // The version to delete, the statement to remove, or the tag keys, with commas.
};

struct plan {
  std::string name;  // Of the function, or of the layer.
  std::vector<step> steps;

  [[nodiscard]] bool empty() const { return steps.empty(); }
};

// The role that a deployment makes for a function that is given none; always the same name, so that
// an interrupted deployment finds it again. IAM is one for all regions, and functions of one name
// in two of them have a role each. At most 64 characters, as IAM wants.
[[nodiscard]] std::string made_role_name(std::string_view function, std::string_view region);
[[nodiscard]] std::string made_role_arn(const wanted_function& wanted,
                                        const observed_function& observed);

// What the made role may need, and the managed policy of AWS's that has it. Only ever added.
// https://docs.aws.amazon.com/lambda/latest/dg/permissions-managed-policies.html
struct role_policy {
  step_kind step;
  std::string_view name;  // Behind "arn:aws:iam::aws:policy/".
  bool observed_role::* is_attached;
};
inline constexpr std::array role_policies = {
    role_policy{step_kind::allow_logs, "service-role/AWSLambdaBasicExecutionRole",
                &observed_role::logs_allowed},
    role_policy{step_kind::allow_vpc, "service-role/AWSLambdaVPCAccessExecutionRole",
                &observed_role::vpc_allowed},
    role_policy{step_kind::allow_tracing, "AWSXRayDaemonWriteAccess",
                &observed_role::tracing_allowed},
};

[[nodiscard]] std::string policy_arn(const observed_function& observed, const role_policy& of);

// The function has that role, or gets it.
[[nodiscard]] bool has_made_role(const wanted_function& wanted, const observed_function& observed);

// The function's tags matter to the plan.
[[nodiscard]] bool wants_tags(const wanted_function& wanted);

// The variables that are there matter to the plan.
[[nodiscard]] bool wants_environment(const wanted_function& wanted);

// The log group that Lambda gives a function, and whether that is the one named; none is. Another
// may have the logs of several functions.
[[nodiscard]] std::string own_log_group(std::string_view function);
[[nodiscard]] bool is_own_log_group(std::string_view group, std::string_view function);

// Where the function's logs go: as wanted, as it is, or Lambda's default.
[[nodiscard]] std::string log_group_of(const wanted_function& wanted,
                                       const observed_function& observed);

// Fails where no way leads from one to the other, as `check` says.
[[nodiscard]] result<plan> make_plan(const wanted_function& wanted,
                                     const observed_function& observed);

// A version that is the same in code, description and what it is compatible with is not published
// again.
[[nodiscard]] result<plan> make_plan(const wanted_layer& wanted, const observed_layer& observed);

// "update the configuration", as people read it.
[[nodiscard]] std::string_view describe(step_kind kind);
// The operation behind it: {"lambda", "UpdateFunctionConfiguration"}.
struct operation_name {
  std::string_view service;
  std::string_view operation;
};
[[nodiscard]] operation_name operation_of(step_kind kind);

}  // namespace lambent::cli::deploy
