#include "cli/deploy/calls/removal.hpp"

#include "aws/services/iam.hpp"
#include "aws/services/lambda.hpp"
#include "aws/services/logs.hpp"
#include "cli/deploy/calls/answers.hpp"
#include "cli/deploy/calls/gone.hpp"
#include "cli/deploy/planning/plan.hpp"

namespace lambent::cli::deploy {
namespace {

using aws::call_error;
using outcome = std::expected<void, call_error>;

outcome delete_role(aws::client& with, const std::string& role) {
  for (const std::string& policy : TRY(aws::iam::list_attached_role_policies(with, role)))
    TRY(gone(aws::iam::detach_role_policy(with, role, policy)));
  for (const std::string& policy : TRY(aws::iam::list_role_policies(with, role)))
    TRY(gone(aws::iam::delete_role_policy(with, role, policy)));
  return aws::iam::delete_role(with, role);
}

}  // namespace

std::expected<removal, call_error> find_removal(aws::client& with, const removal_wish& wish) {
  removal out;
  auto function = aws::lambda::get_function_configuration(with, {wish.name, {}});
  if (!function && !function.error().is("ResourceNotFoundException"))
    return std::unexpected(std::move(function).error());
  const std::string made = made_role_name(wish.name, with.region());
  bool has_made_role = true;  // Left behind by a deployment or a deletion that was interrupted.
  if (function) {
    out.function = wish.name;
    auto configuration = read_configuration(*function);
    if (wish.with_logs && !is_own_log_group(configuration.log_group, wish.name))
      out.shared_log_group = configuration.log_group;
    has_made_role = configuration.role.ends_with(":role/" + made);
  }
  if (has_made_role && !wish.keep_role) {
    auto role = aws::iam::get_role(with, made);
    if (!role && !role.error().is("NoSuchEntity")) return std::unexpected(std::move(role).error());
    if (role) out.role = made;
  }
  if (wish.with_logs) {
    const std::string log_group = own_log_group(wish.name);
    for (const auto& group : TRY(aws::logs::describe_log_groups(with, log_group)))
      if (group.name == log_group) out.log_group = log_group;
  }
  return out;
}

outcome carry_out(aws::client& with, const removal& what) {
  if (!what.function.empty()) TRY(gone(aws::lambda::delete_function(with, {what.function, {}})));
  if (!what.role.empty()) TRY(gone(delete_role(with, what.role)));
  if (!what.log_group.empty()) TRY(gone(aws::logs::delete_log_group(with, what.log_group)));
  return {};
}

}  // namespace lambent::cli::deploy
