// CreateAlias, GetAlias, UpdateAlias, DeleteAlias and ListAliases.
#include <array>

#include "base/error.hpp"
#include "base/json_string.hpp"
#include "base/random.hpp"
#include "engine/api/body.hpp"
#include "engine/api/decimal.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/resources/lookup.hpp"
#include "engine/api/resources/page.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api::resources {
namespace {

namespace limits = model::limits;
namespace patterns = model::patterns;
using model::error_code;
using model::name_rule;
using model::refuse;

constexpr std::int64_t version_max_chars = 1'024;
const member name_member{.name = "Name",
                         .required = true,
                         .min = 1,
                         .max = limits::qualifier_max_chars,
                         .pattern = &patterns::alias_name};
const member version_member{
    .name = "FunctionVersion", .min = 1, .max = version_max_chars, .pattern = &patterns::version};
const std::array weights{
    member{.name = "key", .min = 1, .max = version_max_chars, .pattern = &patterns::version_number},
    member{.name = "value", .kind = member_kind::real, .min = 0, .max = 1}};
const std::array routing{
    member{.name = "AdditionalVersionWeights", .kind = member_kind::map, .members = weights}};
const member description_member{.name = "Description", .max = limits::description_max_chars};
const member routing_member{
    .name = "RoutingConfig", .kind = member_kind::structure, .members = routing};

const std::array create_members{name_member,
                                member{.name = "FunctionVersion",
                                       .required = true,
                                       .min = 1,
                                       .max = version_max_chars,
                                       .pattern = &patterns::version},
                                description_member, routing_member};
const std::array update_members{version_member, description_member, routing_member,
                                member{.name = "RevisionId"}};

std::string alias_json(const std::string& arn, const std::string& name, const model::alias& a) {
  std::string out = "{\"AliasArn\":" + json_string(arn) + ",\"Name\":" + json_string(name) +
                    ",\"FunctionVersion\":" + json_string(a.version) +
                    ",\"Description\":" + json_string(a.description);
  if (a.additional)
    out += ",\"RoutingConfig\":{\"AdditionalVersionWeights\":{" +
           json_string(a.additional->version) + ":" + decimal(a.additional->weight) + "}}";
  return out + ",\"RevisionId\":" + json_string(a.revision_id) + "}";
}

// Name of the path; the operations that have a body check it and FunctionName together.
model::violations check_alias_name(const call& request) {
  model::violations found;
  check_text(name_member, request.parameter("Name"), found);
  return found;
}

model::answer<> check_names(const call& request) {
  auto found = check_alias_name(request);
  model::check_function_name(request.parameter("FunctionName"), name_rule::manage, found);
  if (!found.empty()) return std::unexpected(found.error());
  return {};
}

model::answer<> check_version(const call& request, const model::function_record& record,
                              std::string_view version) {
  if (model::find_version(record, version) != nullptr) return {};
  return model::function_not_found(arn_of(request, record.latest->name, version));
}

// FunctionVersion, Description and RoutingConfig as far as they are given.
model::answer<> apply_members(const call& request, const json_object& body,
                              const model::function_record& record, model::alias& into) {
  if (auto version = text_of(body, "FunctionVersion")) into.version = *version;
  TRY(check_version(request, record, into.version));
  if (auto description = text_of(body, "Description")) into.description = *description;
  if (const json_object* given = object_of(body, "RoutingConfig")) {
    const json_object* shares = object_of(*given, "AdditionalVersionWeights");
    into.additional.reset();
    if (shares != nullptr && shares->size() > 1)
      return refuse(error_code::invalid_parameter_value,
                    "Number of items in AdditionalVersionWeights cannot be greater than 1");
    if (shares != nullptr && !shares->empty())
      into.additional = {std::string(shares->begin()->key()),
                         shares->begin()->value().to_number<double>()};
  }
  if (!into.additional) return {};
  if (into.version == "$LATEST")
    return std::unexpected(
        model::api_error{error_code::invalid_parameter_value,
                         "$LATEST is not supported for an alias pointing to more than 1 version",
                         {},
                         false});
  if (into.additional->version == into.version)
    return refuse(error_code::invalid_parameter_value,
                  "Invalid function version " + into.version + ". Function version " +
                      into.version + " is already included in routing configuration.");
  return check_version(request, record, into.additional->version);
}

reply create_alias(function_catalog& functions, const call& request) {
  auto body = TRY(read_named_body(request, create_members, name_rule::manage));
  auto reference = TRY(read_reference(request, name_rule::manage));
  auto before = functions.find(key_of(request, reference.name));
  if (before == nullptr)
    return model::function_not_found(
        arn_of(request, reference.name, *text_of(body, "FunctionVersion")));
  std::string name(*text_of(body, "Name"));
  std::string arn = arn_of(request, reference.name, name);
  model::alias made;
  TRY(apply_members(request, body, *before, made));
  if (before->aliases.contains(name))
    return refuse(error_code::resource_conflict, "Alias already exists: " + arn);
  made.revision_id = random_uuid();
  std::string shown = alias_json(arn, name, made);
  model::function_record record = *before;
  record.aliases.emplace(std::move(name), std::move(made));
  (void)TRY(functions.put(std::move(record)));
  return json_response(201, std::move(shown), request.request_id);
}

reply get_alias(function_catalog& functions, const call& request) {
  TRY(check_names(request));
  auto reference = TRY(read_reference(request, name_rule::manage));
  std::string name(request.parameter("Name"));
  std::string arn = arn_of(request, reference.name, name);
  auto record = functions.find(key_of(request, reference.name));
  if (record == nullptr || !record->aliases.contains(name))
    return refuse(error_code::resource_not_found, "Cannot find alias arn: " + arn);
  return json_response(200, alias_json(arn, name, record->aliases.at(name)), request.request_id);
}

reply update_alias(function_catalog& functions, const call& request) {
  auto body =
      TRY(read_named_body(request, update_members, name_rule::manage, check_alias_name(request)));
  auto before = TRY(find_function(functions, request, name_rule::manage));
  std::string name(request.parameter("Name"));
  std::string arn = arn_of(request, before->latest->name, name);
  auto found = before->aliases.find(name);
  if (found == before->aliases.end())
    return refuse(error_code::resource_not_found, "Alias not found: " + arn);
  TRY(check_revision(text_of(body, "RevisionId"), found->second.revision_id));
  model::alias changed = found->second;
  TRY(apply_members(request, body, *before, changed));
  changed.revision_id = random_uuid();
  std::string shown = alias_json(arn, name, changed);
  model::function_record record = *before;
  record.aliases[name] = std::move(changed);
  (void)TRY(functions.put(std::move(record)));
  return json_response(200, std::move(shown), request.request_id);
}

// Deleting an alias that does not exist succeeds.
reply delete_alias(function_catalog& functions, const call& request) {
  TRY(check_names(request));
  auto before = TRY(find_function(functions, request, name_rule::manage));
  std::string name(request.parameter("Name"));
  if (before->aliases.contains(name)) {
    model::function_record record = *before;
    record.aliases.erase(name);
    record.urls.erase(name);
    record.policies.erase(name);
    record.event_invoke_configs.erase(name);
    (void)TRY(functions.put(std::move(record)));
  }
  return empty_response(204, request.request_id);
}

reply list_aliases(function_catalog& functions, const call& request) {
  model::violations broken;
  auto version = request.query_value("FunctionVersion");
  if (version) check_text(version_member, *version, broken);
  auto wanted = TRY(page::read(request, broken));
  if (!broken.empty()) return std::unexpected(broken.error());
  auto record = TRY(find_function(functions, request, name_rule::manage));
  std::string list;
  for (const auto& [name, alias] : record->aliases) {
    if (version && alias.version != *version) continue;
    if (!wanted.takes(name)) continue;
    list += list.empty() ? "" : ",";
    list += alias_json(arn_of(request, record->latest->name, name), name, alias);
  }
  return json_response(200, wanted.around("Aliases", list), request.request_id);
}

}  // namespace

table aliases() {
  static constexpr std::array all{
      handler{"CreateAlias", create_alias}, handler{"GetAlias", get_alias},
      handler{"UpdateAlias", update_alias}, handler{"DeleteAlias", delete_alias},
      handler{"ListAliases", list_aliases},
  };
  return all;
}

}  // namespace lambent::api::resources
