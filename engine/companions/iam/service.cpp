#include "engine/companions/iam/service.hpp"

#include <array>

#include "engine/companions/iam/input.hpp"
#include "engine/companions/query/members.hpp"

namespace lambent::companions::iam {

std::span<const query::operation<service>> service::operations() {
  constexpr bool no_result = false;
  static constexpr std::array<query::operation<service>, 34> table{{
      {"CreateRole", &service::create_role},
      {"GetRole", &service::get_role},
      {"UpdateRole", &service::update_role},
      {"UpdateRoleDescription", &service::update_role_description},
      {"UpdateAssumeRolePolicy", &service::update_assume_role_policy, no_result},
      {"PutRolePermissionsBoundary", &service::put_role_permissions_boundary, no_result},
      {"DeleteRolePermissionsBoundary", &service::delete_role_permissions_boundary, no_result},
      {"DeleteRole", &service::delete_role, no_result},
      {"ListRoles", &service::list_roles},
      {"ListInstanceProfilesForRole", &service::list_instance_profiles_for_role},
      {"GetUser", &service::get_user},
      {"PutRolePolicy", &service::put_role_policy, no_result},
      {"GetRolePolicy", &service::get_role_policy},
      {"DeleteRolePolicy", &service::delete_role_policy, no_result},
      {"ListRolePolicies", &service::list_role_policies},
      {"AttachRolePolicy", &service::attach_role_policy, no_result},
      {"DetachRolePolicy", &service::detach_role_policy, no_result},
      {"ListAttachedRolePolicies", &service::list_attached_role_policies},
      {"ListEntitiesForPolicy", &service::list_entities_for_policy},
      {"CreatePolicy", &service::create_policy},
      {"GetPolicy", &service::get_policy},
      {"DeletePolicy", &service::delete_policy, no_result},
      {"ListPolicies", &service::list_policies},
      {"CreatePolicyVersion", &service::create_policy_version},
      {"GetPolicyVersion", &service::get_policy_version},
      {"ListPolicyVersions", &service::list_policy_versions},
      {"SetDefaultPolicyVersion", &service::set_default_policy_version, no_result},
      {"DeletePolicyVersion", &service::delete_policy_version, no_result},
      {"TagRole", &service::tag_role, no_result},
      {"UntagRole", &service::untag_role, no_result},
      {"ListRoleTags", &service::list_role_tags},
      {"TagPolicy", &service::tag_policy, no_result},
      {"UntagPolicy", &service::untag_policy, no_result},
      {"ListPolicyTags", &service::list_policy_tags},
  }};
  return table;
}

http::response service::handle(const http::request& request, const model::caller& who) {
  constexpr query::protocol iam{"https://iam.amazonaws.com/doc/2010-05-08/"};
  return query::handle(iam, *this, operations(), request, who);
}

answer<role> service::find_role(const call& request) {
  const std::array table{members::role_name()};
  TRY(query::check_members(request.input, table));
  TRY(check_name(request.input, "RoleName"));
  std::string_view name = request.input.get("RoleName");
  auto found = TRY(store_.find_role(request.who.account, name));
  if (!found) return role_not_found(name);
  return std::move(*found);
}

answer<policy> service::find_policy(const call& request) {
  const std::array table{members::policy_arn()};
  TRY(query::check_members(request.input, table));
  std::string_view arn = request.input.get("PolicyArn");
  TRY(check_arn(arn));
  arn_parts parts = split_arn(arn, "policy");
  if (parts.account != request.who.account) return policy_not_found(arn);
  auto found = TRY(store_.find_policy(parts.account, parts.name));
  if (!found || found->path != parts.path) return policy_not_found(arn);
  return std::move(*found);
}

}  // namespace lambent::companions::iam
