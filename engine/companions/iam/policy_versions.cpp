// Versions of managed policies.
#include <array>

#include "base/percent.hpp"
#include "engine/companions/iam/aws_policies.hpp"
#include "engine/companions/iam/input.hpp"
#include "engine/companions/iam/limits.hpp"
#include "engine/companions/iam/policy_document.hpp"
#include "engine/companions/iam/service.hpp"
#include "engine/companions/query/members.hpp"

namespace lambent::companions::iam {
namespace {

struct shown_version {
  std::string id;
  bool is_default = false;
  std::string created;
  std::string document;  // Left out where it is empty.
};

void write_version(xml_writer& result, std::string_view element, const shown_version& shown) {
  result.open(element);
  if (!shown.document.empty()) result.element("Document", percent_encode(shown.document));
  result.element("VersionId", shown.id);
  result.element("IsDefaultVersion", shown.is_default ? "true" : "false");
  result.element("CreateDate", shown.created).close();
}

shown_version show(const policy& of, const policy_version& version, bool with_document) {
  return {"v" + std::to_string(version.number), version.number == of.default_version,
          query::timestamp(version.created_ms), with_document ? version.document : std::string()};
}

shown_version show(const aws_policy& of, bool with_document) {
  return {std::string(of.default_version), true, std::string(of.updated),
          std::string(with_document ? of.document : std::string_view())};
}

answer<std::string_view> read_version_id(const query::form& input) {
  const std::array table{api::member{.name = "VersionId", .required = true, .min = 1}};
  TRY(query::check_members(input, table));
  return input.get("VersionId");
}

}  // namespace

answer<> service::create_policy_version(const call& request, xml_writer& result) {
  const std::array table{members::document("PolicyDocument")};
  TRY(query::check_members(request.input, table));
  policy of = TRY(find_policy(request));
  policy_version made{of.last_version + 1, std::string(request.input.get("PolicyDocument")),
                      request.who.now_ms};
  std::size_t chars = TRY(check_document(made.document, document_kind::identity));
  if (chars > limits::managed_policy_max_chars)
    return over_quota("PolicySize", limits::managed_policy_max_chars);
  if (TRY(store_.versions(of)).size() >= limits::policy_versions_max) return too_many_versions();
  of.last_version = made.number;
  of.updated_ms = request.who.now_ms;
  if (request.input.get("SetAsDefault") == "true") of.default_version = made.number;
  TRY(store_.add_version(of, made));
  write_version(result, "PolicyVersion", show(of, made, false));
  return {};
}

answer<> service::get_policy_version(const call& request, xml_writer& result) {
  auto wanted = TRY(read_version_id(request.input));
  std::string_view arn = request.input.get("PolicyArn");
  if (split_arn(arn, "policy").account == "aws") {
    const aws_policy* known = find_aws_policy(arn);
    if (known == nullptr) return document_unknown(arn);
    if (known->default_version != wanted) return version_not_found(arn, wanted);
    write_version(result, "PolicyVersion", show(*known, true));
    return {};
  }
  policy of = TRY(find_policy(request));
  for (const auto& version : TRY(store_.versions(of))) {
    shown_version shown = show(of, version, true);
    if (shown.id != wanted) continue;
    write_version(result, "PolicyVersion", shown);
    return {};
  }
  return version_not_found(arn, wanted);
}

answer<> service::list_policy_versions(const call& request, xml_writer& result) {
  std::string_view arn = request.input.get("PolicyArn");
  std::vector<shown_version> all;
  if (split_arn(arn, "policy").account == "aws") {
    const aws_policy* known = find_aws_policy(arn);
    if (known == nullptr) return document_unknown(arn);
    all.push_back(show(*known, false));
  } else {
    policy of = TRY(find_policy(request));
    for (const auto& version : TRY(store_.versions(of))) all.push_back(show(of, version, false));
  }
  result.open("Versions");
  for (const auto& version : all) write_version(result, "member", version);
  result.close();
  write_page(result, false, {});
  return {};
}

answer<> service::set_default_policy_version(const call& request, xml_writer&) {
  auto wanted = TRY(read_version_id(request.input));
  policy of = TRY(find_policy(request));
  for (const auto& version : TRY(store_.versions(of))) {
    if (show(of, version, false).id != wanted) continue;
    of.default_version = version.number;
    of.updated_ms = request.who.now_ms;
    TRY(store_.put_policy(of));
    return {};
  }
  return version_not_found(arn_of(of), wanted);
}

answer<> service::delete_policy_version(const call& request, xml_writer&) {
  auto wanted = TRY(read_version_id(request.input));
  policy of = TRY(find_policy(request));
  for (const auto& version : TRY(store_.versions(of))) {
    if (show(of, version, false).id != wanted) continue;
    if (version.number == of.default_version)
      return delete_conflict("Cannot delete the default version of a policy.");
    TRY(store_.remove_version(of, version.number));
    return {};
  }
  return version_not_found(arn_of(of), wanted);
}

}  // namespace lambent::companions::iam
