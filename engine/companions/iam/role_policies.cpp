// Policies of roles: inline ones, and managed ones that are attached.
#include <algorithm>
#include <array>

#include "base/percent.hpp"
#include "engine/companions/iam/input.hpp"
#include "engine/companions/iam/limits.hpp"
#include "engine/companions/iam/policy_document.hpp"
#include "engine/companions/iam/service.hpp"
#include "engine/companions/query/members.hpp"

namespace lambent::companions::iam {
namespace {

answer<std::string_view> read_policy_name(const query::form& input) {
  const std::array table{members::policy_name()};
  TRY(query::check_members(input, table));
  TRY(check_name(input, "PolicyName"));
  return input.get("PolicyName");
}

answer<std::string_view> read_policy_arn(const query::form& input) {
  const std::array table{members::policy_arn()};
  TRY(query::check_members(input, table));
  TRY(check_arn(input.get("PolicyArn")));
  return input.get("PolicyArn");
}

}  // namespace

answer<> service::put_role_policy(const call& request, xml_writer&) {
  const std::array table{members::document("PolicyDocument")};
  TRY(query::check_members(request.input, table));
  auto name = TRY(read_policy_name(request.input));
  role of = TRY(find_role(request));
  std::string_view document = request.input.get("PolicyDocument");
  std::size_t chars = TRY(check_document(document, document_kind::identity));
  auto others = static_cast<std::size_t>(TRY(store_.role_policy_chars(of, name)));
  if (others + chars > limits::inline_policies_max_chars) return inline_policies_too_large(of.name);
  TRY(store_.put_role_policy(of, name, document, static_cast<std::int64_t>(chars)));
  return {};
}

answer<> service::get_role_policy(const call& request, xml_writer& result) {
  auto name = TRY(read_policy_name(request.input));
  role of = TRY(find_role(request));
  auto document = TRY(store_.find_role_policy(of, name));
  if (!document) return role_policy_not_found(name);
  result.element("RoleName", of.name).element("PolicyName", name);
  result.element("PolicyDocument", percent_encode(*document));
  return {};
}

answer<> service::delete_role_policy(const call& request, xml_writer&) {
  auto name = TRY(read_policy_name(request.input));
  role of = TRY(find_role(request));
  if (!TRY(store_.remove_role_policy(of, name))) return role_policy_not_found(name);
  return {};
}

answer<> service::list_role_policies(const call& request, xml_writer& result) {
  page wanted = TRY(read_page(request.input));
  role of = TRY(find_role(request));
  auto names = TRY(store_.role_policies(of));
  bool truncated = cut_to_page(names, wanted);
  result.open("PolicyNames");
  for (const auto& name : names) result.element("member", name);
  result.close();
  write_page(result, truncated, names.empty() ? "" : std::string_view(names.back()));
  return {};
}

answer<> service::attach_role_policy(const call& request, xml_writer&) {
  auto arn = TRY(read_policy_arn(request.input));
  role to = TRY(find_role(request));
  arn_parts parts = split_arn(arn, "policy");
  if (parts.account != "aws") {
    auto found = TRY(store_.find_policy(request.who.account, parts.name));
    if (!found || arn_of(*found) != arn) return policy_not_attachable(arn);
  } else if (parts.name.empty()) {
    return policy_not_attachable(arn);
  }
  auto attached = TRY(store_.attached(to));
  bool already = std::ranges::find(attached, arn) != attached.end();
  if (!already && attached.size() >= limits::attached_policies_max)
    return over_quota("PoliciesPerRole", limits::attached_policies_max);
  TRY(store_.attach(to, arn));
  return {};
}

answer<> service::detach_role_policy(const call& request, xml_writer&) {
  auto arn = TRY(read_policy_arn(request.input));
  role from = TRY(find_role(request));
  if (!TRY(store_.detach(from, arn))) return policy_not_found(arn);
  return {};
}

answer<> service::list_attached_role_policies(const call& request, xml_writer& result) {
  page wanted = TRY(read_page(request.input));
  role to = TRY(find_role(request));
  std::string prefix(request.input.find("PathPrefix").value_or("/"));
  auto arns = TRY(store_.attached(to));
  std::erase_if(
      arns, [&](const auto& arn) { return !split_arn(arn, "policy").path.starts_with(prefix); });
  std::ranges::sort(arns);
  bool truncated = cut_to_page(arns, wanted);
  result.open("AttachedPolicies");
  for (const auto& arn : arns) {
    result.open("member").element("PolicyName", split_arn(arn, "policy").name);
    result.element("PolicyArn", arn).close();
  }
  result.close();
  write_page(result, truncated, arns.empty() ? "" : std::string_view(arns.back()));
  return {};
}

answer<> service::list_entities_for_policy(const call& request, xml_writer& result) {
  page wanted = TRY(read_page(request.input));
  auto arn = TRY(read_policy_arn(request.input));
  if (split_arn(arn, "policy").account != "aws") (void)TRY(find_policy(request));
  auto names = TRY(store_.roles_with(request.who.account, arn));
  std::string_view filter = request.input.get("EntityFilter");
  if (!filter.empty() && filter != "Role") names.clear();
  bool truncated = cut_to_page(names, wanted);
  result.open("PolicyGroups").close().open("PolicyUsers").close().open("PolicyRoles");
  for (const auto& name : names) {
    auto found = TRY(store_.find_role(request.who.account, name));
    if (!found) continue;
    result.open("member").element("RoleName", name).element("RoleId", found->id).close();
  }
  result.close();
  write_page(result, truncated, names.empty() ? "" : std::string_view(names.back()));
  return {};
}

}  // namespace lambent::companions::iam
