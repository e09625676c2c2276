// PutFunctionEventInvokeConfig, UpdateFunctionEventInvokeConfig, GetFunctionEventInvokeConfig,
// DeleteFunctionEventInvokeConfig and ListFunctionEventInvokeConfigs. Kept for the clients that
// deploy them: nothing is invoked asynchronously yet.
#include <algorithm>
#include <array>
#include <cstdio>

#include "base/error.hpp"
#include "base/json_string.hpp"
#include "engine/api/body.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/resources/lookup.hpp"
#include "engine/api/resources/page.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api::resources {
namespace {

namespace limits = model::limits;
namespace patterns = model::patterns;
using model::answer;
using model::error_code;
using model::name_rule;
using model::refuse;
using enum member_kind;

const std::array destination{
    member{.name = "Destination", .max = 350, .pattern = &patterns::destination}};
const std::array destinations{
    member{.name = "OnSuccess", .kind = structure, .members = destination},
    member{.name = "OnFailure", .kind = structure, .members = destination}};
const std::array config_members{
    member{.name = "MaximumRetryAttempts",
           .kind = integer,
           .min = 0,
           .max = limits::event_retries_max},
    member{.name = "MaximumEventAgeInSeconds",
           .kind = integer,
           .min = limits::event_age_min_s,
           .max = limits::event_age_max_s},
    member{.name = "DestinationConfig", .kind = structure, .members = destinations}};

struct config_owner {
  std::string name;
  std::string qualifier;  // "$LATEST", a version or an alias.
  std::string arn;
  model::record_ptr record;
  bool exists = false;  // The function, and what the qualifier names.
  const model::event_invoke_config* config = nullptr;
};

answer<config_owner> find_owner(const function_catalog& functions, const call& request) {
  auto reference = TRY(read_reference(request, name_rule::read));
  std::string qualifier = reference.qualifier.empty() ? "$LATEST" : reference.qualifier;
  config_owner found{reference.name, qualifier, arn_of(request, reference.name, qualifier),
                     functions.find(key_of(request, reference.name))};
  if (found.record == nullptr) return found;
  found.exists = model::resolve(*found.record, qualifier) != nullptr;
  auto config = found.record->event_invoke_configs.find(qualifier);
  if (config != found.record->event_invoke_configs.end()) found.config = &config->second;
  return found;
}

std::unexpected<model::api_error> no_config(const config_owner& of) {
  return refuse(error_code::resource_not_found,
                "The function " + of.arn + " doesn't have an EventInvokeConfig");
}

std::string config_json(const config_owner& of, const model::event_invoke_config& config) {
  // Seconds since 1970 with thousandths, as a number.
  char time[32];
  std::snprintf(time, sizeof time, "%lld.%03d", static_cast<long long>(config.modified_ms / 1000),
                static_cast<int>(config.modified_ms % 1000));
  auto target = [](const std::string& arn) {
    return arn.empty() ? std::string("{}") : "{\"Destination\":" + json_string(arn) + "}";
  };
  std::string out =
      std::string("{\"LastModified\":") + time + ",\"FunctionArn\":" + json_string(of.arn);
  if (config.maximum_retry_attempts)
    out += ",\"MaximumRetryAttempts\":" + std::to_string(*config.maximum_retry_attempts);
  if (config.maximum_event_age_s)
    out += ",\"MaximumEventAgeInSeconds\":" + std::to_string(*config.maximum_event_age_s);
  return out + ",\"DestinationConfig\":{\"OnSuccess\":" + target(config.on_success) +
         ",\"OnFailure\":" + target(config.on_failure) + "}}";
}

// "arn:aws:sqs:…" gives "sqs".
std::string_view service_of(std::string_view arn) {
  for (int fields = 0; fields < 2 && arn.find(':') != std::string_view::npos; ++fields)
    arn.remove_prefix(arn.find(':') + 1);
  return arn.substr(0, arn.find(':'));
}

struct given_destinations {
  std::string on_success, on_failure;
};

// The Java value that AWS quotes.
std::string shown(const given_destinations& given) {
  auto side = [](std::string_view type, const std::string& arn) {
    return arn.empty() ? std::string("null") : std::string(type) + "(destination=" + arn + ")";
  };
  return "DestinationConfig(onSuccess=" + side("OnSuccess", given.on_success) +
         ", onFailure=" + side("OnFailure", given.on_failure) + ")";
}

answer<> check_destination(const function_catalog& functions, const call& request,
                           const config_owner& of, const given_destinations& given,
                           const std::string& arn) {
  constexpr std::array services{std::string_view("lambda"), std::string_view("sqs"),
                                std::string_view("sns"), std::string_view("events"),
                                std::string_view("s3")};
  if (arn.empty() || arn.starts_with("kafka://")) return {};
  std::string_view service = service_of(arn);
  if (std::find(services.begin(), services.end(), service) == services.end())
    return refuse(error_code::invalid_parameter_value,
                  "The provided destination config " + shown(given) + " is invalid.");
  if (service != "lambda") return {};
  auto target = model::read_function_reference({.function_name = arn,
                                                .qualifier = std::nullopt,
                                                .rule = name_rule::read,
                                                .account = request.account,
                                                .region = request.region,
                                                .operation = request.operation->name});
  if (target && target->name == of.name)
    return refuse(error_code::invalid_parameter_value,
                  "You can't specify the function as a destination for itself.");
  if (!target || functions.find(key_of(request, target->name)) == nullptr)
    return refuse(error_code::invalid_parameter_value,
                  "The destination ARN " + arn + " is invalid.");
  return {};
}

// The members that are given take the place of those that `into` has.
answer<> apply_members(const function_catalog& functions, const call& request,
                       const json_object& body, const config_owner& of,
                       model::event_invoke_config& into) {
  if (auto retries = number_of(body, "MaximumRetryAttempts")) into.maximum_retry_attempts = retries;
  if (auto age = number_of(body, "MaximumEventAgeInSeconds")) into.maximum_event_age_s = age;
  const json_object* config = object_of(body, "DestinationConfig");
  if (config == nullptr) return {};
  auto side = [&](std::string_view name) {
    const json_object* target = object_of(*config, name);
    return std::string(target == nullptr ? "" : text_of(*target, "Destination").value_or(""));
  };
  given_destinations given{side("OnSuccess"), side("OnFailure")};
  TRY(check_destination(functions, request, of, given, given.on_success));
  TRY(check_destination(functions, request, of, given, given.on_failure));
  into.on_success = std::move(given.on_success);
  into.on_failure = std::move(given.on_failure);
  return {};
}

// Put and Update: what is changed is nothing, or what is there.
struct change_request {
  json_object body;
  config_owner owner;
};
answer<change_request> read_change(const function_catalog& functions, const call& request) {
  model::violations broken;
  if (auto qualifier = request.query_value("Qualifier")) model::check_qualifier(*qualifier, broken);
  auto body = TRY(read_named_body(request, config_members, name_rule::read, std::move(broken)));
  auto owner = TRY(find_owner(functions, request));
  bool something = false;
  for (const auto& one : config_members) something = something || value_of(body, one.name);
  if (!something)
    return refuse(error_code::invalid_parameter_value,
                  "You must specify at least one of error handling or destination setting.");
  if (!owner.exists) return refuse(error_code::resource_not_found, "The function doesn't exist.");
  return change_request{std::move(body), std::move(owner)};
}

reply keep(function_catalog& functions, const call& request, const change_request& change,
           model::event_invoke_config config) {
  TRY(apply_members(functions, request, change.body, change.owner, config));
  config.modified_ms = request.now_ms;
  model::function_record record = *change.owner.record;
  record.event_invoke_configs[change.owner.qualifier] = config;
  (void)TRY(functions.put(std::move(record)));
  return json_response(200, config_json(change.owner, config), request.request_id);
}

reply put_config(function_catalog& functions, const call& request) {
  return keep(functions, request, TRY(read_change(functions, request)), {});
}

reply update_config(function_catalog& functions, const call& request) {
  auto change = TRY(read_change(functions, request));
  if (change.owner.config == nullptr) return no_config(change.owner);
  return keep(functions, request, change, *change.owner.config);
}

reply get_config(function_catalog& functions, const call& request) {
  auto owner = TRY(find_owner(functions, request));
  if (owner.config == nullptr) return no_config(owner);
  return json_response(200, config_json(owner, *owner.config), request.request_id);
}

reply delete_config(function_catalog& functions, const call& request) {
  auto owner = TRY(find_owner(functions, request));
  if (owner.config == nullptr) return no_config(owner);
  model::function_record record = *owner.record;
  record.event_invoke_configs.erase(owner.qualifier);
  (void)TRY(functions.put(std::move(record)));
  return empty_response(204, request.request_id);
}

reply list_configs(function_catalog& functions, const call& request) {
  model::violations broken;
  auto wanted = TRY(page::read(request, broken, limits::short_list_page_max));
  if (!broken.empty()) return std::unexpected(broken.error());
  auto owner = TRY(find_owner(functions, request));
  if (owner.record == nullptr)
    return refuse(error_code::resource_not_found, "The function doesn't exist.");
  std::string list;
  for (const auto& [qualifier, config] : owner.record->event_invoke_configs) {
    if (!wanted.takes(qualifier)) continue;
    owner.arn = arn_of(request, owner.name, qualifier);
    list += list.empty() ? "" : ",";
    list += config_json(owner, config);
  }
  return json_response(200, wanted.around("FunctionEventInvokeConfigs", list), request.request_id);
}

}  // namespace

table event_invoke_configs() {
  static constexpr std::array all{
      handler{"PutFunctionEventInvokeConfig", put_config},
      handler{"UpdateFunctionEventInvokeConfig", update_config},
      handler{"GetFunctionEventInvokeConfig", get_config},
      handler{"DeleteFunctionEventInvokeConfig", delete_config},
      handler{"ListFunctionEventInvokeConfigs", list_configs},
  };
  return all;
}

}  // namespace lambent::api::resources
