#include "engine/api/resources/lookup.hpp"

#include "base/error.hpp"

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

model::answer<found_version> find_version(const function_catalog& functions, const call& request,
                                          model::name_rule rule) {
  auto reference = TRY(read_reference(request, rule));
  auto record = functions.find(key_of(request, reference.name));
  auto version = record == nullptr ? nullptr : model::resolve(*record, reference.qualifier);
  if (version == nullptr)
    return model::function_not_found(arn_of(request, reference.name, reference.qualifier));
  return found_version{std::move(record), std::move(version), std::move(reference.qualifier)};
}

model::answer<> check_revision(std::optional<std::string_view> given, std::string_view latest) {
  if (!given || *given == latest) return {};
  return model::refuse(model::error_code::precondition_failed,
                       "The Revision Id provided does not match the latest Revision Id. Call the "
                       "GetFunction/GetAlias API to retrieve the latest Revision Id");
}

}  // namespace lambent::api::resources
