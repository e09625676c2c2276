// CreateFunctionUrlConfig, GetFunctionUrlConfig, UpdateFunctionUrlConfig, DeleteFunctionUrlConfig
// and ListFunctionUrlConfigs.
#include <array>
#include <boost/json.hpp>

#include "base/error.hpp"
#include "engine/api/body.hpp"
#include "engine/api/function_json.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/resources/lookup.hpp"
#include "engine/api/resources/page.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api::resources {
namespace {

namespace json = boost::json;
namespace limits = model::limits;
namespace patterns = model::patterns;
using model::error_code;
using model::name_rule;
using model::refuse;
using enum member_kind;

constexpr std::array auth_types{std::string_view("NONE"), std::string_view("AWS_IAM")};
constexpr std::array invoke_modes{std::string_view("BUFFERED"),
                                  std::string_view("RESPONSE_STREAM")};
const std::array header_element{member{.name = "header", .min = 0, .max = 1'024}};
const std::array method_element{member{.name = "method", .min = 0, .max = 6}};
const std::array origin_element{member{.name = "origin", .min = 1, .max = 253}};
const std::array cors_members{
    member{.name = "AllowCredentials", .kind = boolean},
    member{.name = "AllowHeaders",
           .kind = list,
           .max = limits::url_cors_entries_max,
           .members = header_element},
    member{.name = "AllowMethods",
           .kind = list,
           .max = limits::url_cors_methods_max,
           .members = method_element},
    member{.name = "AllowOrigins",
           .kind = list,
           .max = limits::url_cors_entries_max,
           .members = origin_element},
    member{.name = "ExposeHeaders",
           .kind = list,
           .max = limits::url_cors_entries_max,
           .members = header_element},
    member{.name = "MaxAge", .kind = integer, .min = 0, .max = limits::url_cors_age_max_s}};
const member cors_member{.name = "Cors", .kind = structure, .members = cors_members};
const member mode_member{.name = "InvokeMode", .values = invoke_modes};
const std::array create_members{member{.name = "AuthType", .required = true, .values = auth_types},
                                cors_member, mode_member};
const std::array update_members{member{.name = "AuthType", .values = auth_types}, cors_member,
                                mode_member};
const member qualifier_member{.name = "Qualifier",
                              .min = 1,
                              .max = limits::qualifier_max_chars,
                              .pattern = &patterns::url_qualifier};

std::string_view name_of(model::url_auth_type type) {
  return auth_types[type == model::url_auth_type::none ? 0 : 1];
}
std::string_view name_of(model::invoke_mode mode) {
  return invoke_modes[mode == model::invoke_mode::buffered ? 0 : 1];
}

// A function URL belongs to an alias or to the function itself, never to a version.
model::violations check_url_qualifier(const call& request) {
  model::violations found;
  if (auto qualifier = request.query_value("Qualifier"))
    check_text(qualifier_member, *qualifier, found);
  return found;
}

struct url_target {
  std::string name;
  std::string qualifier;  // An alias, or empty.
  model::record_ptr record;
  bool exists = false;  // The function, and the alias if one is named.
  const model::function_url_config* url = nullptr;
};

model::answer<url_target> find_target(const function_catalog& functions, const call& request) {
  auto reference = TRY(read_reference(request, name_rule::manage));
  url_target found{reference.name, reference.qualifier,
                   functions.find(key_of(request, reference.name))};
  if (found.record == nullptr) return found;
  found.exists = found.qualifier.empty() || found.record->aliases.contains(found.qualifier);
  if (auto url = found.record->urls.find(found.qualifier); url != found.record->urls.end())
    found.url = &url->second;
  return found;
}

// GetFunctionUrlConfig and DeleteFunctionUrlConfig have no body.
model::answer<url_target> find_existing(const function_catalog& functions, const call& request) {
  auto broken = check_url_qualifier(request);
  if (!broken.empty()) return std::unexpected(broken.error());
  auto target = TRY(find_target(functions, request));
  if (target.url == nullptr) return model::resource_does_not_exist();
  return target;
}

std::optional<std::vector<std::string>> texts_of(const json_object& in, std::string_view name) {
  const json::value* value = value_of(in, name);
  if (value == nullptr) return std::nullopt;
  return json::value_to<std::vector<std::string>>(*value);
}

std::optional<model::cors_config> read_cors(const json_object& given) {
  if (given.empty()) return std::nullopt;
  model::cors_config cors;
  if (value_of(given, "AllowCredentials") != nullptr)
    cors.allow_credentials = is_true(given, "AllowCredentials");
  cors.allow_headers = texts_of(given, "AllowHeaders");
  cors.allow_methods = texts_of(given, "AllowMethods");
  cors.allow_origins = texts_of(given, "AllowOrigins");
  cors.expose_headers = texts_of(given, "ExposeHeaders");
  cors.max_age_s = number_of(given, "MaxAge");
  return cors;
}

void apply_members(const json_object& body, model::function_url_config& into) {
  if (auto type = text_of(body, "AuthType"))
    into.auth_type = *type == "NONE" ? model::url_auth_type::none : model::url_auth_type::aws_iam;
  if (auto mode = text_of(body, "InvokeMode"))
    into.mode =
        *mode == "BUFFERED" ? model::invoke_mode::buffered : model::invoke_mode::response_stream;
  if (const json_object* cors = object_of(body, "Cors")) into.cors = read_cors(*cors);
}

json::object cors_json(const model::cors_config& cors) {
  json::object out;
  auto add = [&](std::string_view name, const auto& value) {
    if (value) out[name] = json::value_from(*value);
  };
  add("AllowCredentials", cors.allow_credentials);
  add("AllowHeaders", cors.allow_headers);
  add("AllowMethods", cors.allow_methods);
  add("AllowOrigins", cors.allow_origins);
  add("ExposeHeaders", cors.expose_headers);
  add("MaxAge", cors.max_age_s);
  return out;
}

struct shown_members {
  bool modified = true;
  bool mode = true;
};
std::string url_json(const call& request, const model::function_record& record,
                     const std::string& qualifier, const model::function_url_config& url,
                     shown_members shown = {}) {
  json::object out;
  out["FunctionUrl"] =
      model::function_url(url.id, request.region, request.request.headers.get("Host"));
  out["FunctionArn"] = arn_of(request, record.latest->name, qualifier);
  out["AuthType"] = name_of(url.auth_type);
  if (url.cors) out["Cors"] = cors_json(*url.cors);
  out["CreationTime"] = utc_timestamp(url.created_ms);
  if (shown.modified) out["LastModifiedTime"] = utc_timestamp(url.modified_ms);
  if (shown.mode) out["InvokeMode"] = name_of(url.mode);
  return json::serialize(out);
}

model::answer<> put(function_catalog& functions, const url_target& target,
                    const model::function_url_config& url) {
  model::function_record record = *target.record;
  record.urls[target.qualifier] = url;
  (void)TRY(functions.put(std::move(record)));
  return {};
}

std::unexpected<model::api_error> no_such_function() {
  return refuse(error_code::resource_not_found, "Function does not exist");
}

reply create_url(function_catalog& functions, const call& request) {
  auto body = TRY(
      read_named_body(request, create_members, name_rule::manage, check_url_qualifier(request)));
  auto target = TRY(find_target(functions, request));
  if (!target.exists) return no_such_function();
  std::string arn = arn_of(request, target.name, target.qualifier);
  if (target.url != nullptr)
    return refuse(error_code::resource_conflict,
                  "Failed to create function url config for [functionArn = " + arn +
                      "]. Error message:  FunctionUrlConfig exists for this Lambda function");
  model::function_url_config made;
  made.id = model::url_id(arn);
  made.created_ms = made.modified_ms = request.now_ms;
  apply_members(body, made);
  TRY(put(functions, target, made));
  bool mode = value_of(body, "InvokeMode") != nullptr;
  return json_response(
      201,
      url_json(request, *target.record, target.qualifier, made, {.modified = false, .mode = mode}),
      request.request_id);
}

reply get_url(function_catalog& functions, const call& request) {
  auto target = TRY(find_existing(functions, request));
  return json_response(200, url_json(request, *target.record, target.qualifier, *target.url),
                       request.request_id);
}

reply update_url(function_catalog& functions, const call& request) {
  auto body = TRY(
      read_named_body(request, update_members, name_rule::manage, check_url_qualifier(request)));
  auto target = TRY(find_target(functions, request));
  if (!target.exists) return no_such_function();
  if (target.url == nullptr) return model::resource_does_not_exist();
  model::function_url_config changed = *target.url;
  changed.modified_ms = request.now_ms;
  apply_members(body, changed);
  TRY(put(functions, target, changed));
  bool mode = value_of(body, "InvokeMode") != nullptr;
  return json_response(200,
                       url_json(request, *target.record, target.qualifier, changed, {.mode = mode}),
                       request.request_id);
}

reply delete_url(function_catalog& functions, const call& request) {
  auto target = TRY(find_existing(functions, request));
  model::function_record record = *target.record;
  record.urls.erase(target.qualifier);
  (void)TRY(functions.put(std::move(record)));
  return empty_response(204, request.request_id);
}

reply list_urls(function_catalog& functions, const call& request) {
  model::violations broken;
  auto wanted = TRY(page::read(request, broken, limits::short_list_page_max));
  if (!broken.empty()) return std::unexpected(broken.error());
  auto target = TRY(find_target(functions, request));
  if (target.record == nullptr) return no_such_function();
  std::string list;
  for (const auto& [qualifier, url] : target.record->urls) {
    // Not empty for the function itself: a marker always has something to name.
    if (!wanted.takes(arn_of(request, target.name, qualifier))) continue;
    list += list.empty() ? "" : ",";
    list += url_json(request, *target.record, qualifier, url);
  }
  return json_response(200, wanted.around("FunctionUrlConfigs", list), request.request_id);
}

}  // namespace

table function_urls() {
  static constexpr std::array all{
      handler{"CreateFunctionUrlConfig", create_url},
      handler{"GetFunctionUrlConfig", get_url},
      handler{"UpdateFunctionUrlConfig", update_url},
      handler{"DeleteFunctionUrlConfig", delete_url},
      handler{"ListFunctionUrlConfigs", list_urls},
  };
  return all;
}

}  // namespace lambent::api::resources
