// CreateFunction, UpdateFunctionCode, UpdateFunctionConfiguration and DeleteFunction.
#include <array>

#include "base/error.hpp"
#include "base/random.hpp"
#include "engine/api/body.hpp"
#include "engine/api/code_source.hpp"
#include "engine/api/function_json.hpp"
#include "engine/api/function_members.hpp"
#include "engine/api/image_members.hpp"
#include "engine/api/layers/function_layers.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/resources/lookup.hpp"
#include "engine/api/resources/versions.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api::resources {
namespace {

namespace limits = model::limits;
using model::answer;
using model::error_code;
using model::refuse;

answer<> check_size(const call& request) {
  if (request.request.body.size() <= limits::code_request_max_bytes) return {};
  return refuse(error_code::request_entity_too_large,
                "Request must be smaller than " + std::to_string(limits::code_request_max_bytes) +
                    " bytes for the " + std::string(request.operation->name) + " operation");
}

std::string_view architecture_of(const json_object& body, std::string_view otherwise) {
  const auto* list = value_of(body, "Architectures");
  return list == nullptr ? otherwise : std::string_view(list->get_array().front().get_string());
}

void set_code(model::function& f, const store::stored_code& code) {
  f.code_sha256 = code.sha256_base64;
  f.code_size = code.size;
  f.code_dir = code.dir;
}

answer<> read_tags(const json_object& body, model::function& into) {
  const json_object* tags = object_of(body, "Tags");
  if (tags == nullptr) return {};
  if (tags->size() > limits::tags_max)
    return refuse(error_code::invalid_parameter_value,
                  "Number of tags exceeds resource tag limit.");
  for (const auto& [key, value] : *tags)
    into.tags[std::string(key)] = std::string(std::string_view(value.get_string()));
  return {};
}

// A new function of the request: everything but its code.
answer<model::function> read_new_function(const call& request, const json_object& body) {
  auto reference =
      TRY(model::read_function_reference({.function_name = *text_of(body, "FunctionName"),
                                          .qualifier = std::nullopt,
                                          .rule = model::name_rule::manage,
                                          .account = request.account,
                                          .region = request.region,
                                          .operation = request.operation->name}));
  if (reference.name.size() > limits::function_name_max_chars)
    return refuse(error_code::invalid_parameter_value,
                  "1 validation error detected: Value '" + reference.name +
                      "' at 'functionName' failed to satisfy constraint: " +
                      model::length_at_most(limits::function_name_max_chars));
  model::function made;
  made.account = request.account;
  made.region = request.region;
  made.name = reference.name;
  made.logging.group = "/aws/lambda/" + reference.name;
  made.architecture = architecture_of(body, made.architecture);
  if (auto package = text_of(body, "PackageType")) made.package_type = *package;
  TRY(apply_configuration(body, made));
  TRY(read_tags(body, made));
  if (!is_image(made) && (made.runtime.empty() || made.handler.empty()))
    return refuse(error_code::invalid_parameter_value,
                  "Runtime and Handler are mandatory parameters for functions created with "
                  "deployment packages.");
  made.last_modified_ms = request.now_ms;
  made.revision_id = random_uuid();
  made.state_reason = "The function is being created.";
  made.state_reason_code = "Creating";
  return made;
}

// Role and Layers, which concern more than the function itself.
answer<> apply_references(function_catalog& functions, const call& request, const json_object& body,
                          model::function& into) {
  if (auto role = text_of(body, "Role"); role && !functions.around().lambda_may_assume(*role))
    return refuse(error_code::invalid_parameter_value,
                  "The role defined for the function cannot be assumed by Lambda.");
  return apply_layers(functions, request, body, into);
}

answer<> check_needs(function_catalog& functions, const call& request, const model::function& f,
                     std::string_view architecture) {
  const code_needs what{architecture, f.package_type, f.runtime};
  const bool is_checked = request.needs && request.needs->asked.what() == what;
  if (!is_checked && functions.around().checks_slowly(what)) {
    functions.check_first({std::string(architecture), f.package_type, f.runtime});
    return refuse(error_code::service, "It is being looked for what the function runs on.");
  }
  std::string why = is_checked ? request.needs->why_not : functions.around().why_not_run(what);
  if (why.empty()) return {};
  return refuse(error_code::invalid_parameter_value, std::move(why));
}

// The zip or the image that a request brings. With `dry_run` a zip is only looked at.
answer<> apply_code(function_catalog& functions, const call& request, const json_object& code,
                    std::string_view architecture, model::function& into, bool dry_run) {
  TRY(check_needs(functions, request, into, architecture));
  if (is_image(into)) return apply_image(code, request, functions, architecture, into);
  into.architecture = architecture;
  auto zip = TRY(read_code(code, request, functions.around()));
  set_code(into, TRY(keep_code(functions.code(), zip.view(), dry_run)));
  return {};
}

reply create_function(function_catalog& functions, const call& request) {
  TRY(check_size(request));
  model::violations found;
  auto body = TRY(read_body(request.request.body, constraints::create_function(), found));
  if (!found.empty()) return std::unexpected(found.error());
  auto made = TRY(read_new_function(request, body));
  TRY(refuse_unavailable(body));
  if (functions.find(key_of(request, made.name)) != nullptr)
    return refuse(error_code::resource_conflict, "Function already exist: " + made.name);
  TRY(apply_references(functions, request, body, made));
  TRY(apply_code(functions, request, *object_of(body, "Code"),
                 architecture_of(body, made.architecture), made, false));
  TRY(check_total_size(made));
  model::function_record record;
  record.last_version = TRY(functions.last_version(key_of(request, made.name)));
  record.latest = std::make_shared<const model::function>(std::move(made));
  auto shown = is_true(body, "Publish") ? publish(record) : record.latest;
  (void)TRY(functions.put(std::move(record)));
  return json_response(201, configuration_json(*shown, {}), request.request_id);
}

// The record with an update of $LATEST under way.
model::function_record updated(const model::function_record& before, model::function&& changed,
                               std::int64_t now_ms) {
  changed.last_modified_ms = now_ms;
  changed.revision_id = random_uuid();
  changed.last_update = model::update_status::in_progress;
  // AWS gives an update the words of a creation.
  changed.last_update_reason = "The function is being created.";
  changed.last_update_reason_code = "Creating";
  model::function_record record = before;
  record.latest = std::make_shared<const model::function>(std::move(changed));
  return record;
}

reply update_function_code(function_catalog& functions, const call& request) {
  TRY(check_size(request));
  auto body =
      TRY(read_named_body(request, constraints::update_function_code(), model::name_rule::manage));
  auto found = TRY(find_changeable(functions, request));
  const model::function& latest = *found->latest;
  TRY(refuse_unavailable(body));
  TRY(check_settled(latest));
  TRY(check_revision(text_of(body, "RevisionId"), latest.revision_id));
  bool dry_run = is_true(body, "DryRun");

  model::function changed = latest;
  TRY(apply_code(functions, request, body, architecture_of(body, latest.architecture), changed,
                 dry_run));
  if (dry_run) return json_response(200, configuration_json(changed, {}), request.request_id);
  TRY(check_total_size(changed));
  auto record = updated(*found, std::move(changed), request.now_ms);
  bool published = is_true(body, "Publish");
  auto shown = published ? publish(record) : record.latest;
  (void)TRY(functions.put(std::move(record)));
  std::string_view qualifier = published ? shown->version : std::string_view();
  return json_response(200, configuration_json(*shown, {.qualifier = qualifier}),
                       request.request_id);
}

reply update_function_configuration(function_catalog& functions, const call& request) {
  auto body = TRY(read_named_body(request, constraints::update_function_configuration(),
                                  model::name_rule::manage));
  auto found = TRY(find_changeable(functions, request));
  TRY(check_settled(*found->latest));
  TRY(check_revision(text_of(body, "RevisionId"), found->latest->revision_id));
  model::function changed = *found->latest;
  TRY(apply_configuration(body, changed));
  TRY(check_image_words(changed));
  if (changed.runtime != found->latest->runtime)
    TRY(check_needs(functions, request, changed, changed.architecture));
  TRY(apply_references(functions, request, body, changed));
  TRY(check_total_size(changed));
  auto kept = TRY(functions.put(updated(*found, std::move(changed), request.now_ms)));
  return json_response(200, configuration_json(*kept->latest, {}), request.request_id);
}

// Deleting a version that does not exist succeeds and changes nothing.
answer<> delete_version(function_catalog& functions, const model::function_record& before,
                        const std::string& version) {
  auto found = model::find_version(before, version);
  if (found == nullptr) return {};
  std::string referring;
  for (const auto& [name, alias] : before.aliases) {
    bool further = alias.additional && alias.additional->version == version;
    if (alias.version == version || further) referring += (referring.empty() ? "" : ", ") + name;
  }
  if (!referring.empty())
    return refuse(
        error_code::resource_conflict,
        "Unable to delete version because the following aliases reference it: [" + referring + "]");
  model::function_record record = before;
  std::erase_if(record.versions, [&](const auto& entry) { return entry.second == found; });
  record.policies.erase(version);
  record.event_invoke_configs.erase(version);
  (void)TRY(functions.put(std::move(record)));
  return {};
}

reply delete_function(function_catalog& functions, const call& request) {
  auto reference = TRY(read_reference(request, model::name_rule::read));
  if (reference.qualifier == "$LATEST")
    return refuse(error_code::invalid_parameter_value,
                  "$LATEST version cannot be deleted without deleting the function.");
  if (model::alias_like(reference.qualifier))
    return refuse(error_code::invalid_parameter_value,
                  "Deletion of aliases is not currently supported.");
  auto record = functions.find(key_of(request, reference.name));
  if (record == nullptr || reference.qualifier.find('$') != std::string::npos)
    return model::function_not_found(arn_of(request, reference.name));
  if (reference.qualifier.empty())
    TRY(functions.remove(key_of(request, reference.name)));
  else
    TRY(delete_version(functions, *record, reference.qualifier));
  return empty_response(204, request.request_id);
}

}  // namespace

table function_writes() {
  static constexpr std::array all{
      handler{"CreateFunction", create_function},
      handler{"UpdateFunctionCode", update_function_code},
      handler{"UpdateFunctionConfiguration", update_function_configuration},
      handler{"DeleteFunction", delete_function},
  };
  return all;
}

}  // namespace lambent::api::resources
