// CreateFunction, UpdateFunctionCode and UpdateFunctionConfiguration.
#include "base/random.hpp"
#include "engine/api/body.hpp"
#include "engine/api/control_plane.hpp"
#include "engine/api/function_json.hpp"
#include "engine/api/function_members.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api {
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

// The body along its table; what is wrong with the function's name in the path joins the rest.
answer<json_object> read_update(const call& request, std::span<const member> table) {
  model::violations found;
  model::check_function_name(request.parameter("FunctionName"), model::name_rule::manage, found);
  auto body = TRY(read_body(request.request.body, table, found));
  if (!found.empty()) return std::unexpected(found.error());
  return body;
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
  if (text_of(body, "PackageType") == "Image")
    return model::not_available("The package type Image");
  TRY(apply_configuration(body, made));
  TRY(read_tags(body, made));
  if (made.runtime.empty() || made.handler.empty())
    return refuse(error_code::invalid_parameter_value,
                  "Runtime and Handler are mandatory parameters for functions created with "
                  "deployment packages.");
  made.last_modified_ms = request.now_ms;
  made.revision_id = random_uuid();
  made.state_reason = "The function is being created.";
  made.state_reason_code = "Creating";
  return made;
}

}  // namespace

answer<store::stored_code> control_plane::keep_code(std::string_view zip, bool dry_run) {
  auto stored = dry_run ? code_.check_zip(zip) : code_.store_zip(zip);
  if (stored) return std::move(*stored);
  switch (stored.error().kind) {
    case store::unpack_failure::corrupt:
      return refuse(
          error_code::invalid_parameter_value,
          "Could not unzip uploaded file. Please check your file, then try to upload again.");
    case store::unpack_failure::too_big:
      return refuse(error_code::invalid_parameter_value,
                    "Unzipped size must be smaller than " +
                        std::to_string(limits::unzipped_max_bytes) + " bytes");
    case store::unpack_failure::system:
      break;
  }
  return std::unexpected(failed(stored.error().why));
}

control_plane::reply control_plane::create_function(const call& request) {
  TRY(check_size(request));
  model::violations found;
  auto body = TRY(read_body(request.request.body, constraints::create_function(), found));
  if (!found.empty()) return std::unexpected(found.error());
  auto made = TRY(read_new_function(request, body));
  TRY(refuse_unavailable(body));
  if (functions_.contains({made.account, made.region, made.name}))
    return refuse(error_code::resource_conflict, "Function already exist: " + made.name);
  auto zip = TRY(read_code(*object_of(body, "Code"), true));
  set_code(made, TRY(keep_code(zip, false)));
  std::string shown = configuration_json(made, {});
  TRY(save(std::move(made)));
  return json_response(201, std::move(shown), request.request_id);
}

answer<> control_plane::check_update(const model::function& current,
                                     std::optional<std::string_view> revision) {
  if (current.state == model::function_state::pending ||
      current.last_update == model::update_status::in_progress)
    return refuse(error_code::resource_conflict,
                  "The operation cannot be performed at this time. An update is in progress for "
                  "resource: " +
                      model::function_arn(current));
  if (revision && *revision != current.revision_id)
    return refuse(error_code::precondition_failed,
                  "The Revision Id provided does not match the latest Revision Id. Call the "
                  "GetFunction/GetAlias API to retrieve the latest Revision Id");
  return {};
}

answer<> control_plane::start_update(model::function&& changed, std::int64_t now_ms) {
  changed.last_modified_ms = now_ms;
  changed.revision_id = random_uuid();
  changed.last_update = model::update_status::in_progress;
  // AWS gives an update the words of a creation.
  changed.last_update_reason = "The function is being created.";
  changed.last_update_reason_code = "Creating";
  return save(std::move(changed));
}

control_plane::reply control_plane::update_function_code(const call& request) {
  TRY(check_size(request));
  auto body = TRY(read_update(request, constraints::update_function_code()));
  auto found = TRY(find(request, model::name_rule::manage));
  TRY(refuse_unavailable(body));
  TRY(check_update(*found.function, text_of(body, "RevisionId")));
  auto zip = TRY(read_code(body, false));
  bool dry_run = is_true(body, "DryRun");

  model::function changed = *found.function;
  changed.architecture = architecture_of(body, changed.architecture);
  set_code(changed, TRY(keep_code(zip, dry_run)));
  if (dry_run) return json_response(200, configuration_json(changed, {}), request.request_id);
  TRY(start_update(std::move(changed), request.now_ms));
  const auto& now = functions_.at({request.account, request.region, found.function->name});
  return json_response(200, configuration_json(*now, {}), request.request_id);
}

control_plane::reply control_plane::update_function_configuration(const call& request) {
  auto body = TRY(read_update(request, constraints::update_function_configuration()));
  auto found = TRY(find(request, model::name_rule::manage));
  TRY(check_update(*found.function, text_of(body, "RevisionId")));
  model::function changed = *found.function;
  TRY(apply_configuration(body, changed));
  TRY(start_update(std::move(changed), request.now_ms));
  const auto& now = functions_.at({request.account, request.region, found.function->name});
  return json_response(200, configuration_json(*now, {}), request.request_id);
}

}  // namespace lambent::api
