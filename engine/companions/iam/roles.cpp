// Roles themselves: made, shown, changed, listed, deleted.
#include <array>

#include "base/percent.hpp"
#include "engine/companions/iam/input.hpp"
#include "engine/companions/iam/limits.hpp"
#include "engine/companions/iam/policy_document.hpp"
#include "engine/companions/iam/service.hpp"
#include "engine/companions/query/members.hpp"
#include "engine/model/unique_id.hpp"

namespace lambent::companions::iam {
namespace {

answer<> check_trust_policy(std::string_view document) {
  std::size_t chars = TRY(check_document(document, document_kind::trust));
  if (chars > limits::trust_policy_max_chars)
    return over_quota("ACLSizePerRole", limits::trust_policy_max_chars);
  return {};
}

// What CreateRole and the lists show, and what GetRole adds.
enum class detail : std::uint8_t { made, listed, whole };

void write_role(xml_writer& result, std::string_view element, const role& shown, detail how_much) {
  result.open(element);
  result.element("Path", shown.path).element("RoleName", shown.name).element("RoleId", shown.id);
  result.element("Arn", arn_of(shown));
  result.element("CreateDate", query::timestamp(shown.created_ms));
  result.element("AssumeRolePolicyDocument", percent_encode(shown.trust_policy));
  if (how_much != detail::made) {
    result.element_if_given("Description", shown.description);
    result.element("MaxSessionDuration", std::to_string(shown.max_session_s));
  }
  if (how_much != detail::listed && !shown.permissions_boundary.empty()) {
    result.open("PermissionsBoundary").element("PermissionsBoundaryType", "Policy");
    result.element("PermissionsBoundaryArn", shown.permissions_boundary).close();
  }
  // Nothing here is ever used by name.
  if (how_much == detail::whole) result.open("RoleLastUsed").close();
}

}  // namespace

answer<> service::create_role(const call& request, xml_writer& result) {
  const query::form& input = request.input;
  const std::array table{members::role_name(), members::document("AssumeRolePolicyDocument"),
                         members::path(), members::description(limits::role_description_max_chars),
                         members::max_session()};
  TRY(query::check_members(input, table));
  TRY(check_name(input, "RoleName"));
  role made;
  made.path = TRY(read_path(input));
  tag_list tags = TRY(read_tags(input));
  made.account = request.who.account;
  made.name = input.get("RoleName");
  made.trust_policy = input.get("AssumeRolePolicyDocument");
  TRY(check_trust_policy(made.trust_policy));
  if (TRY(store_.find_role(made.account, made.name))) return role_exists(made.name);
  if (TRY(store_.role_count(made.account)) >= static_cast<std::int64_t>(limits::roles_max))
    return over_quota("RolesPerAccount", limits::roles_max);
  made.id = model::new_unique_id("AROA");
  made.created_ms = request.who.now_ms;
  made.description = input.get("Description");
  made.max_session_s = query::number_of(input, "MaxSessionDuration", limits::session_default_s);
  made.permissions_boundary = input.get("PermissionsBoundary");
  TRY(store_.put_tags(made, tags));
  TRY(store_.put_role(made));
  write_role(result, "Role", made, detail::made);
  if (!tags.empty()) write_tags(result, tags);
  result.close();
  return {};
}

answer<> service::get_role(const call& request, xml_writer& result) {
  role found = TRY(find_role(request));
  tag_list tags = TRY(store_.tags(found));
  write_role(result, "Role", found, detail::whole);
  if (!tags.empty()) write_tags(result, tags);
  result.close();
  return {};
}

answer<> service::update_role(const call& request, xml_writer&) {
  const std::array table{members::description(limits::role_description_max_chars),
                         members::max_session()};
  TRY(query::check_members(request.input, table));
  role changed = TRY(find_role(request));
  if (auto text = request.input.find("Description")) changed.description = *text;
  changed.max_session_s =
      query::number_of(request.input, "MaxSessionDuration", changed.max_session_s);
  TRY(store_.put_role(changed));
  return {};
}

answer<> service::update_role_description(const call& request, xml_writer& result) {
  auto rule = members::description(limits::role_description_max_chars);
  rule.required = true;
  TRY(query::check_members(request.input, {&rule, 1}));
  role changed = TRY(find_role(request));
  changed.description = request.input.get("Description");
  TRY(store_.put_role(changed));
  write_role(result, "Role", changed, detail::whole);
  result.close();
  return {};
}

answer<> service::update_assume_role_policy(const call& request, xml_writer&) {
  const std::array table{members::document("PolicyDocument")};
  TRY(query::check_members(request.input, table));
  role changed = TRY(find_role(request));
  changed.trust_policy = request.input.get("PolicyDocument");
  TRY(check_trust_policy(changed.trust_policy));
  TRY(store_.put_role(changed));
  return {};
}

answer<> service::put_role_permissions_boundary(const call& request, xml_writer&) {
  auto rule = members::policy_arn();
  rule.name = "PermissionsBoundary";
  TRY(query::check_members(request.input, {&rule, 1}));
  TRY(check_arn(request.input.get("PermissionsBoundary")));
  role changed = TRY(find_role(request));
  changed.permissions_boundary = request.input.get("PermissionsBoundary");
  TRY(store_.put_role(changed));
  return {};
}

answer<> service::delete_role_permissions_boundary(const call& request, xml_writer&) {
  role changed = TRY(find_role(request));
  changed.permissions_boundary.clear();
  TRY(store_.put_role(changed));
  return {};
}

answer<> service::delete_role(const call& request, xml_writer&) {
  role gone = TRY(find_role(request));
  if (!TRY(store_.attached(gone)).empty())
    return delete_conflict("Cannot delete entity, must detach all policies first.");
  if (!TRY(store_.role_policies(gone)).empty())
    return delete_conflict("Cannot delete entity, must delete policies first.");
  TRY(store_.remove_role(gone));
  return {};
}

answer<> service::list_roles(const call& request, xml_writer& result) {
  page wanted = TRY(read_page(request.input));
  page_request range{std::string(request.input.find("PathPrefix").value_or("/")), wanted.after,
                     wanted.count + 1};
  auto found = TRY(store_.roles(request.who.account, range));
  bool truncated = found.size() > wanted.count;
  if (truncated) found.pop_back();
  result.open("Roles");
  for (const role& one : found) {
    write_role(result, "member", one, detail::listed);
    result.close();
  }
  result.close();
  write_page(result, truncated, found.empty() ? "" : std::string_view(found.back().name));
  return {};
}

// Instance profiles are EC2's; a role has none here.
answer<> service::list_instance_profiles_for_role(const call& request, xml_writer& result) {
  (void)TRY(find_role(request));
  result.open("InstanceProfiles").close();
  write_page(result, false, {});
  return {};
}

// There are no users; who asks is the account's root.
answer<> service::get_user(const call& request, xml_writer& result) {
  if (auto name = request.input.find("UserName"))
    return query::refuse("NoSuchEntity",
                         "The user with name " + std::string(*name) + " cannot be found.", 404);
  const std::string& account = request.who.account;
  result.open("User").element("Path", "/").element("UserName", "root").element("UserId", account);
  result.element("Arn", "arn:aws:iam::" + account + ":root");
  result.element("CreateDate", query::timestamp(0)).close();
  return {};
}

}  // namespace lambent::companions::iam
