// The resource-based policies of layer versions.
#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/json_string.hpp"
#include "base/random.hpp"
#include "engine/api/body.hpp"
#include "engine/api/layer_name.hpp"
#include "engine/api/policy_document.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api::resources {
namespace {

namespace limits = model::limits;
namespace patterns = model::patterns;
using model::answer;
using model::error_code;
using model::refuse;

const std::array add_members{
    member{.name = "StatementId",
           .required = true,
           .min = 1,
           .max = 100,
           .pattern = &patterns::statement_id},
    member{.name = "Action", .required = true, .max = 22, .pattern = &patterns::layer_action},
    member{.name = "Principal", .required = true, .pattern = &patterns::layer_principal},
    member{.name = "OrganizationId", .max = 34, .pattern = &patterns::organization_id}};

answer<model::layer_ptr> find(const function_catalog& functions,
                              const layer_version_reference& which, const call& request) {
  auto found = functions.layers().find(which.layer, which.number);
  if (found == nullptr || which.layer.account != request.account)
    return layer_version_not_found(which);
  return found;
}

answer<> check_revision_of(const model::layer_version& version,
                           std::optional<std::string_view> given) {
  if (!given || *given == version.policy.revision_id) return {};
  return refuse(error_code::precondition_failed,
                "The Revision Id provided does not match the latest Revision Id. Call the "
                "GetLayerPolicy API to retrieve the latest Revision Id");
}

answer<> check_has_policy(const model::layer_version& version) {
  if (!version.policy.statements.empty()) return {};
  return refuse(error_code::resource_not_found, "No policy is associated with the given resource.");
}

reply add(function_catalog& functions, const call& request) {
  model::violations found;
  auto body = TRY(read_body(request.request.body, add_members, found));
  auto which = TRY(read_layer_version(request, std::move(found)));
  auto before = TRY(find(functions, which, request));
  TRY(check_revision_of(*before, request.query_value("RevisionId")));

  model::layer_version changed = *before;
  model::policy_statement statement;
  statement.sid = *text_of(body, "StatementId");
  statement.action = *text_of(body, "Action");
  statement.principal = *text_of(body, "Principal");
  statement.principal_org_id = text_of(body, "OrganizationId").value_or("");
  if (std::ranges::find(changed.policy.statements, statement.sid, &model::policy_statement::sid) !=
      changed.policy.statements.end())
    return refuse(error_code::resource_conflict,
                  "The statement id (" + statement.sid +
                      ") provided already exists. Please provide a new statement id, or remove the "
                      "existing statement.");
  std::string arn = model::layer_version_arn(changed);
  std::string shown = statement_json(statement, arn);
  changed.policy.statements.push_back(std::move(statement));
  if (auto size = policy_json(changed.policy, arn).size(); size > limits::policy_max_bytes)
    return refuse(error_code::policy_length_exceeded,
                  "The final policy size (" + std::to_string(size) +
                      ") is bigger than the limit (" + std::to_string(limits::policy_max_bytes) +
                      ").");
  changed.policy.revision_id = random_uuid();
  auto kept = TRY(functions.layers().put(std::move(changed)));
  return json_response(201,
                       "{\"Statement\":" + json_string(shown) +
                           ",\"RevisionId\":" + json_string(kept->policy.revision_id) + "}",
                       request.request_id);
}

reply get(function_catalog& functions, const call& request) {
  auto which = TRY(read_layer_version(request));
  auto found = TRY(find(functions, which, request));
  TRY(check_has_policy(*found));
  std::string policy = policy_json(found->policy, model::layer_version_arn(*found));
  return json_response(200,
                       "{\"Policy\":" + json_string(policy) +
                           ",\"RevisionId\":" + json_string(found->policy.revision_id) + "}",
                       request.request_id);
}

reply remove(function_catalog& functions, const call& request) {
  auto which = TRY(read_layer_version(request));
  auto before = TRY(find(functions, which, request));
  TRY(check_has_policy(*before));
  std::string_view sid = request.parameter("StatementId");
  model::layer_version changed = *before;
  auto gone = std::ranges::find(changed.policy.statements, sid, &model::policy_statement::sid);
  if (gone == changed.policy.statements.end())
    return refuse(error_code::resource_not_found,
                  "Statement " + std::string(sid) + " is not found in resource policy.");
  TRY(check_revision_of(*before, request.query_value("RevisionId")));
  changed.policy.statements.erase(gone);
  changed.policy.revision_id = random_uuid();
  (void)TRY(functions.layers().put(std::move(changed)));
  return empty_response(204, request.request_id);
}

}  // namespace

table layer_permissions() {
  static constexpr std::array all{
      handler{"AddLayerVersionPermission", add},
      handler{"GetLayerVersionPolicy", get},
      handler{"RemoveLayerVersionPermission", remove},
  };
  return all;
}

}  // namespace lambent::api::resources
