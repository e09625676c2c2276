// Managed policies: the account's own, and AWS's as far as they are known or attached.
#include <algorithm>
#include <array>

#include "engine/companions/iam/aws_policies.hpp"
#include "engine/companions/iam/input.hpp"
#include "engine/companions/iam/limits.hpp"
#include "engine/companions/iam/policy_document.hpp"
#include "engine/companions/iam/service.hpp"
#include "engine/companions/query/members.hpp"
#include "engine/model/unique_id.hpp"

namespace lambent::companions::iam {
namespace {

std::string version_id(std::int64_t number) { return "v" + std::to_string(number); }

}  // namespace

// The element stays open for what the caller adds.
answer<> service::write_policy(xml_writer& result, const policy& shown, bool with_tags) {
  std::string arn = arn_of(shown);
  auto attached = TRY(store_.roles_with(shown.account, arn));
  auto bounded = TRY(store_.boundary_count(shown.account, arn));
  result.element("PolicyName", shown.name).element("PolicyId", shown.id).element("Arn", arn);
  result.element("Path", shown.path);
  result.element("DefaultVersionId", version_id(shown.default_version));
  result.element("AttachmentCount", std::to_string(attached.size()));
  result.element("PermissionsBoundaryUsageCount", std::to_string(bounded));
  result.element("IsAttachable", "true");
  result.element("CreateDate", query::timestamp(shown.created_ms));
  result.element("UpdateDate", query::timestamp(shown.updated_ms));
  if (!with_tags) return {};
  result.element_if_given("Description", shown.description);
  auto tags = TRY(store_.tags(shown));
  if (!tags.empty()) write_tags(result, tags);
  return {};
}

answer<> service::write_aws_policy(xml_writer& result, std::string_view account,
                                   std::string_view arn) {
  arn_parts parts = split_arn(arn, "policy");
  const aws_policy* known = find_aws_policy(arn);
  auto attached = TRY(store_.roles_with(account, arn));
  auto bounded = TRY(store_.boundary_count(account, arn));
  result.element("PolicyName", parts.name);
  // AWS's own ids are not known; this one is the same for ever and of the same form.
  result.element("PolicyId", model::unique_id_of("ANPA", arn)).element("Arn", arn);
  result.element("Path", parts.path);
  result.element("DefaultVersionId", known == nullptr ? "v1" : known->default_version);
  result.element("AttachmentCount", std::to_string(attached.size()));
  result.element("PermissionsBoundaryUsageCount", std::to_string(bounded));
  result.element("IsAttachable", "true");
  result.element("CreateDate",
                 known == nullptr ? query::timestamp(0) : std::string(known->created));
  result.element("UpdateDate",
                 known == nullptr ? query::timestamp(0) : std::string(known->updated));
  return {};
}

answer<> service::create_policy(const call& request, xml_writer& result) {
  const query::form& input = request.input;
  const std::array table{members::policy_name(), members::document("PolicyDocument"),
                         members::path(),
                         members::description(limits::policy_description_max_chars)};
  TRY(query::check_members(input, table));
  TRY(check_name(input, "PolicyName"));
  policy made;
  made.path = TRY(read_path(input));
  tag_list tags = TRY(read_tags(input));
  made.account = request.who.account;
  made.name = input.get("PolicyName");
  policy_version first{1, std::string(input.get("PolicyDocument")), request.who.now_ms};
  std::size_t chars = TRY(check_document(first.document, document_kind::identity));
  if (chars > limits::managed_policy_max_chars)
    return over_quota("PolicySize", limits::managed_policy_max_chars);
  if (TRY(store_.find_policy(made.account, made.name))) return policy_exists(made.name);
  if (TRY(store_.policies(made.account)).size() >= limits::policies_max)
    return over_quota("PoliciesPerAccount", limits::policies_max);
  made.id = model::new_unique_id("ANPA");
  made.description = input.get("Description");
  made.created_ms = made.updated_ms = request.who.now_ms;
  TRY(store_.add_policy(made, first, tags));
  result.open("Policy");
  TRY(write_policy(result, made, true));
  result.close();
  return {};
}

answer<> service::get_policy(const call& request, xml_writer& result) {
  std::string_view arn = request.input.get("PolicyArn");
  result.open("Policy");
  if (arn_parts parts = split_arn(arn, "policy"); parts.account == "aws") {
    bool known = find_aws_policy(arn) != nullptr ||
                 !TRY(store_.roles_with(request.who.account, arn)).empty();
    if (!known) return policy_not_found(arn);
    TRY(write_aws_policy(result, request.who.account, arn));
  } else {
    policy found = TRY(find_policy(request));
    TRY(write_policy(result, found, true));
  }
  result.close();
  return {};
}

answer<> service::delete_policy(const call& request, xml_writer&) {
  policy gone = TRY(find_policy(request));
  std::string arn = arn_of(gone);
  if (!TRY(store_.roles_with(gone.account, arn)).empty() ||
      TRY(store_.boundary_count(gone.account, arn)) > 0)
    return delete_conflict("Cannot delete a policy attached to entities.");
  if (TRY(store_.versions(gone)).size() > 1)
    return delete_conflict(
        "This policy has more than one version. Before you delete a policy, you must delete the "
        "policy's versions. The default version is deleted with the policy.");
  TRY(store_.remove_policy(gone));
  return {};
}

answer<> service::list_policies(const call& request, xml_writer& result) {
  const query::form& input = request.input;
  page wanted = TRY(read_page(input));
  std::string_view scope = input.get("Scope");
  std::string prefix(input.find("PathPrefix").value_or("/"));
  bool only_attached = input.get("OnlyAttached") == "true";
  const std::string& account = request.who.account;

  auto attached = TRY(store_.attached_arns(account));
  std::vector<std::string> arns;
  if (scope != "AWS")
    for (const policy& own : TRY(store_.policies(account))) arns.push_back(arn_of(own));
  if (scope != "Local") {
    for (const aws_policy& one : aws_policies()) arns.push_back(arn_of(one));
    for (const auto& arn : attached)
      if (split_arn(arn, "policy").account == "aws" && find_aws_policy(arn) == nullptr)
        arns.push_back(arn);
  }
  std::erase_if(arns, [&](const auto& arn) {
    return !split_arn(arn, "policy").path.starts_with(prefix) ||
           (only_attached && !std::ranges::binary_search(attached, arn));
  });
  std::ranges::sort(arns);
  bool truncated = cut_to_page(arns, wanted);
  result.open("Policies");
  for (const auto& arn : arns) {
    arn_parts parts = split_arn(arn, "policy");
    result.open("member");
    if (parts.account == "aws") {
      TRY(write_aws_policy(result, account, arn));
    } else if (auto own = TRY(store_.find_policy(account, parts.name))) {
      TRY(write_policy(result, *own, false));
    }
    result.close();
  }
  result.close();
  write_page(result, truncated, arns.empty() ? "" : std::string_view(arns.back()));
  return {};
}

}  // namespace lambent::companions::iam
