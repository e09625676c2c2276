#include "engine/api/resources/lookup.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/random.hpp"

namespace lambent::api::resources {

model::answer<model::function_reference> read_reference(const call& request,
                                                        model::name_rule rule) {
  return model::read_function_reference({.function_name = request.parameter("FunctionName"),
                                         .qualifier = request.query_value("Qualifier"),
                                         .rule = rule,
                                         .account = request.account,
                                         .region = request.region,
                                         .operation = request.operation->name});
}

function_key key_of(const call& request, std::string_view name) {
  return {request.account, request.region, std::string(name)};
}

std::string arn_of(const call& request, std::string_view name, std::string_view qualifier) {
  return model::function_arn(model::arn_parts{request.region, request.account, name, qualifier});
}

model::answer<json_object> read_named_body(const call& request, std::span<const member> table,
                                           model::name_rule rule, model::violations found) {
  model::check_function_name(request.parameter("FunctionName"), rule, found);
  auto body = TRY(read_body(request.request.body, table, found));
  if (!found.empty()) return std::unexpected(found.error());
  return body;
}

model::answer<model::record_ptr> find_function(const function_catalog& functions,
                                               const call& request, model::name_rule rule) {
  auto reference = TRY(read_reference(request, rule));
  auto record = functions.find(key_of(request, reference.name));
  if (record == nullptr) return model::function_not_found(arn_of(request, reference.name));
  return record;
}

model::answer<model::record_ptr> find_changeable(const function_catalog& functions,
                                                 const call& request) {
  auto reference = TRY(read_reference(request, model::name_rule::manage));
  if (!reference.qualifier.empty() && reference.qualifier != "$LATEST")
    return model::function_not_found(arn_of(request, reference.name, reference.qualifier));
  return find_function(functions, request, model::name_rule::manage);
}

model::answer<found_version> find_version(const function_catalog& functions, const call& request,
                                          model::name_rule rule) {
  auto reference = TRY(read_reference(request, rule));
  auto record = functions.find(key_of(request, reference.name));
  auto version = record == nullptr ? nullptr : model::resolve(*record, reference.qualifier);
  if (version == nullptr)
    return model::function_not_found(arn_of(request, reference.name, reference.qualifier));
  return found_version{std::move(record), std::move(version), std::move(reference.qualifier)};
}

model::answer<> check_settled(const model::function& latest) {
  if (latest.state != model::function_state::pending &&
      latest.last_update != model::update_status::in_progress)
    return {};
  return model::refuse(model::error_code::resource_conflict,
                       "The operation cannot be performed at this time. An update is in progress "
                       "for resource: " +
                           model::function_arn(latest));
}

model::answer<> check_revision(std::optional<std::string_view> given, std::string_view latest) {
  if (!given || *given == latest) return {};
  return model::refuse(model::error_code::precondition_failed,
                       "The Revision Id provided does not match the latest Revision Id. Call the "
                       "GetFunction/GetAlias API to retrieve the latest Revision Id");
}

model::function_ptr with_new_revision(const model::function& f) {
  auto changed = std::make_shared<model::function>(f);
  changed->revision_id = random_uuid();
  return changed;
}

std::string version_order(const model::function& version) {
  constexpr std::size_t digits = 20;  // Of the highest 64 bit number.
  std::string number = version.version == "$LATEST" ? "0" : version.version;
  return std::string(digits - std::min(digits, number.size()), '0') + number;
}

}  // namespace lambent::api::resources
