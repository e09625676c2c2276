// AddPermission, RemovePermission and GetPolicy: the resource-based policies of functions, versions
// and aliases.
#include <array>
#include <cstddef>

#include "base/error.hpp"
#include "base/json_string.hpp"
#include "base/random.hpp"
#include "engine/api/body.hpp"
#include "engine/api/policy_document.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/resources/lookup.hpp"
#include "engine/api/respond.hpp"
#include "engine/api/unsourced.hpp"

namespace lambent::api::resources {
namespace {

namespace patterns = model::patterns;
using model::answer;
using model::error_code;
using model::name_rule;
using model::refuse;

constexpr std::array auth_types{std::string_view("NONE"), std::string_view("AWS_IAM")};
constexpr std::int64_t statement_id_max_chars = 100;
const std::array add_members{
    member{.name = "StatementId",
           .required = true,
           .min = 1,
           .max = statement_id_max_chars,
           .pattern = &patterns::statement_id},
    member{.name = "Action", .required = true, .pattern = &patterns::policy_action},
    member{.name = "Principal", .required = true, .pattern = &patterns::policy_principal},
    member{.name = "SourceArn", .pattern = &patterns::source_arn},
    member{.name = "SourceAccount", .max = 12, .pattern = &patterns::account_id},
    member{.name = "EventSourceToken", .max = 256, .pattern = &patterns::event_source_token},
    member{.name = "PrincipalOrgID", .min = 12, .max = 34, .pattern = &patterns::organization_id},
    member{.name = "FunctionUrlAuthType", .values = auth_types},
    member{.name = "InvokedViaFunctionUrl", .kind = member_kind::boolean},
    member{.name = "RevisionId"}};
const member removed_id{.name = "StatementId",
                        .min = 1,
                        .max = statement_id_max_chars,
                        .pattern = &patterns::removed_statement_id};

// A function, a version or an alias, and the policy that it has.
struct policy_owner {
  model::record_ptr record;
  std::string qualifier;  // Empty: the function itself.
  std::string arn;
  const model::resource_policy* policy = nullptr;
};

answer<> check_exists(const policy_owner& of) {
  if (model::resolve(*of.record, of.qualifier) != nullptr) return {};
  if (model::alias_like(of.qualifier))
    return refuse(error_code::resource_not_found, "Cannot find alias arn: " + of.arn);
  return model::function_not_found(of.arn);
}

answer<policy_owner> find_owner(const function_catalog& functions, const call& request) {
  auto reference = TRY(read_reference(request, name_rule::read));
  policy_owner found{functions.find(key_of(request, reference.name)), reference.qualifier,
                     arn_of(request, reference.name, reference.qualifier)};
  if (found.record == nullptr) return found;
  auto policy = found.record->policies.find(found.qualifier);
  if (policy != found.record->policies.end()) found.policy = &policy->second;
  return found;
}

answer<> check_policy_revision(std::optional<std::string_view> given, std::string_view latest) {
  if (!given || *given == latest) return {};
  return refuse(error_code::precondition_failed,
                "The Revision Id provided does not match the latest Revision Id. Call the "
                "GetPolicy API to retrieve the latest Revision Id");
}

// Before there is a policy, its revision is that of what it will belong to.
std::string_view revision_of(const policy_owner& of) {
  if (of.policy != nullptr) return of.policy->revision_id;
  if (auto alias = of.record->aliases.find(of.qualifier); alias != of.record->aliases.end())
    return alias->second.revision_id;
  return model::resolve(*of.record, of.qualifier)->revision_id;
}

answer<model::policy_statement> read_statement(const json_object& body) {
  auto text = [&](std::string_view name) { return std::string(text_of(body, name).value_or("")); };
  model::policy_statement made;
  made.sid = text("StatementId");
  made.action = text("Action");
  made.principal = text("Principal");
  made.source_arn = text("SourceArn");
  made.source_account = text("SourceAccount");
  made.principal_org_id = text("PrincipalOrgID");
  made.event_source_token = text("EventSourceToken");
  made.invoked_via_function_url = is_true(body, "InvokedViaFunctionUrl");
  if (auto type = text_of(body, "FunctionUrlAuthType"))
    made.function_url_auth_type =
        *type == "NONE" ? model::url_auth_type::none : model::url_auth_type::aws_iam;

  if (!valid_principal(made.principal))
    return refuse(error_code::invalid_parameter_value,
                  "The provided principal was invalid. Please check the principal and try again.");
  if (made.function_url_auth_type && made.action != "lambda:InvokeFunctionUrl")
    return refuse(error_code::invalid_parameter_value,
                  "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action");
  if (made.invoked_via_function_url && made.action != "lambda:InvokeFunction")
    return refuse(error_code::invalid_parameter_value,
                  std::string(unsourced::invoked_via_function_url_action));
  return made;
}

answer<> put(function_catalog& functions, const policy_owner& of, model::resource_policy&& policy) {
  policy.revision_id = random_uuid();
  model::function_record record = *of.record;
  record.policies[of.qualifier] = std::move(policy);
  (void)TRY(functions.put(std::move(record)));
  return {};
}

answer<> check_qualifier_of_policy(const call& request, model::violations found) {
  if (auto qualifier = request.query_value("Qualifier")) model::check_qualifier(*qualifier, found);
  if (!found.empty()) return std::unexpected(found.error());
  return {};
}

reply add_permission(function_catalog& functions, const call& request) {
  TRY(check_qualifier_of_policy(request, {}));
  auto body = TRY(read_named_body(request, add_members, name_rule::read));
  auto owner = TRY(find_owner(functions, request));
  if (owner.qualifier == "$LATEST")
    return refuse(error_code::invalid_parameter_value,
                  "We currently do not support adding policies for $LATEST.");
  auto statement = TRY(read_statement(body));
  if (owner.record == nullptr) return model::function_not_found(owner.arn);
  TRY(check_exists(owner));
  TRY(check_policy_revision(text_of(body, "RevisionId"), revision_of(owner)));

  model::resource_policy policy;
  if (owner.policy != nullptr) policy = *owner.policy;
  std::string shown = TRY(add_statement(policy, std::move(statement), owner.arn));
  TRY(put(functions, owner, std::move(policy)));
  return json_response(201, "{\"Statement\":" + json_string(shown) + "}", request.request_id);
}

reply remove_permission(function_catalog& functions, const call& request) {
  model::violations broken;
  std::string_view sid = request.parameter("StatementId");
  check_text(removed_id, sid, broken);
  TRY(check_qualifier_of_policy(request, std::move(broken)));
  auto owner = TRY(find_owner(functions, request));
  if (owner.record == nullptr)
    return refuse(error_code::resource_not_found, "No policy found for: " + owner.arn);
  TRY(check_exists(owner));
  if (owner.policy == nullptr)
    return refuse(error_code::resource_not_found,
                  "No policy is associated with the given resource.");
  std::size_t at = TRY(find_statement(*owner.policy, sid));
  TRY(check_policy_revision(request.query_value("RevisionId"), owner.policy->revision_id));

  model::resource_policy policy = *owner.policy;
  policy.statements.erase(policy.statements.begin() + static_cast<std::ptrdiff_t>(at));
  if (!policy.statements.empty()) {
    TRY(put(functions, owner, std::move(policy)));
  } else {
    // A policy without statements is none.
    model::function_record record = *owner.record;
    record.policies.erase(owner.qualifier);
    (void)TRY(functions.put(std::move(record)));
  }
  return empty_response(204, request.request_id);
}

reply get_policy(function_catalog& functions, const call& request) {
  auto owner = TRY(find_owner(functions, request));
  if (owner.policy == nullptr) return model::resource_does_not_exist();
  return json_response(200, shown_policy(*owner.policy, owner.arn), request.request_id);
}

}  // namespace

table permissions() {
  static constexpr std::array all{
      handler{"AddPermission", add_permission},
      handler{"RemovePermission", remove_permission},
      handler{"GetPolicy", get_policy},
  };
  return all;
}

}  // namespace lambent::api::resources
