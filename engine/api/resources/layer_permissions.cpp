// The resource-based policies of layer versions.
#include <array>
#include <cstddef>

#include "base/error.hpp"
#include "base/json_string.hpp"
#include "base/random.hpp"
#include "engine/api/body.hpp"
#include "engine/api/layers/layer_name.hpp"
#include "engine/api/policy_document.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/respond.hpp"

namespace lambent::api::resources {
namespace {

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
  std::string shown =
      TRY(add_statement(changed.policy, std::move(statement), model::layer_version_arn(changed)));
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
  return json_response(200, shown_policy(found->policy, model::layer_version_arn(*found)),
                       request.request_id);
}

reply remove(function_catalog& functions, const call& request) {
  auto which = TRY(read_layer_version(request));
  auto before = TRY(find(functions, which, request));
  TRY(check_has_policy(*before));
  std::size_t at = TRY(find_statement(before->policy, request.parameter("StatementId")));
  TRY(check_revision_of(*before, request.query_value("RevisionId")));
  model::layer_version changed = *before;
  changed.policy.statements.erase(changed.policy.statements.begin() +
                                  static_cast<std::ptrdiff_t>(at));
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
