#include "cli/deploy/calls/requests.hpp"

#include <boost/json.hpp>
#include <set>

#include "base/base64.hpp"
#include "cli/deploy/planning/merged.hpp"

namespace lambent::cli::deploy {
namespace {

namespace json = boost::json;

json::array array_of(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

json::object object_of(const text_map& values) {
  json::object out;
  for (const auto& [key, value] : values) out[key] = value;
  return out;
}

void set(json::object& into, const char* member, const std::optional<std::string>& value) {
  if (value && !value->empty()) into[member] = *value;
}

void set(json::object& into, const char* member, const std::optional<int>& value) {
  if (value) into[member] = *value;
}

json::object vpc_of(const vpc_settings& vpc) {
  return {{"SubnetIds", array_of(vpc.subnet_ids)},
          {"SecurityGroupIds", array_of(vpc.security_group_ids)},
          {"Ipv6AllowedForDualStack", vpc.ipv6_allowed_for_dual_stack}};
}

json::object logging_of(const wanted_function& wanted, const observed_configuration& there) {
  auto kept = [](const std::optional<std::string>& value, const std::string& otherwise) {
    return value ? value : std::optional<std::string>(otherwise);
  };
  json::object out;
  set(out, "LogFormat", kept(wanted.log_format, there.log_format));
  // Lambda refuses levels with the text format.
  if (out.contains("LogFormat") && out["LogFormat"] == "JSON") {
    set(out, "ApplicationLogLevel",
        kept(wanted.application_log_level, there.application_log_level));
    set(out, "SystemLogLevel", kept(wanted.system_log_level, there.system_log_level));
  }
  set(out, "LogGroup", kept(wanted.log_group, there.log_group));
  return out;
}

void set_code(json::object& into, const wanted_code& code, std::string_view zip) {
  if (code.s3_bucket.empty()) {
    into["ZipFile"] = base64_encode(zip);
    return;
  }
  into["S3Bucket"] = code.s3_bucket;
  into["S3Key"] = code.s3_key;
}

// Those whose names begin the members of the differences.
std::set<std::string> members_of(const step& update) {
  std::set<std::string> out;
  for (const difference& one : update.differences)
    out.insert(one.member.substr(0, one.member.find('.')));
  return out;
}

json::object url_members(const url_settings& wanted) {
  json::object out = {{"AuthType", wanted.auth_type}, {"InvokeMode", wanted.invoke_mode}};
  if (wanted.cors) {
    out["Cors"] = {{"AllowCredentials", wanted.cors->allow_credentials},
                   {"AllowHeaders", array_of(wanted.cors->allow_headers)},
                   {"AllowMethods", array_of(wanted.cors->allow_methods)},
                   {"AllowOrigins", array_of(wanted.cors->allow_origins)},
                   {"ExposeHeaders", array_of(wanted.cors->expose_headers)},
                   {"MaxAge", wanted.cors->max_age_s}};
  }
  return out;
}

}  // namespace

std::string create_function_request(const wanted_function& wanted, const std::string& role,
                                    std::string_view zip) {
  json::object out = {{"FunctionName", wanted.name},
                      {"Runtime", wanted.runtime.value_or(default_runtime)},
                      {"Role", role},
                      {"Handler", wanted.handler.value_or(default_handler)},
                      {"Architectures", json::array{wanted.code.architecture}}};
  json::object code;
  set_code(code, wanted.code, zip);
  out["Code"] = std::move(code);
  set(out, "Description", wanted.description);
  set(out, "MemorySize", wanted.memory_mb);
  set(out, "Timeout", wanted.timeout_s);
  if (wanted.ephemeral_storage_mb)
    out["EphemeralStorage"] = json::object{{"Size", *wanted.ephemeral_storage_mb}};
  if (!wanted.environment.empty())
    out["Environment"] = json::object{{"Variables", object_of(wanted.environment)}};
  if (wanted.layers && !wanted.layers->empty()) out["Layers"] = array_of(*wanted.layers);
  if (wanted.tracing_mode) out["TracingConfig"] = json::object{{"Mode", *wanted.tracing_mode}};
  if (json::object logging = logging_of(wanted, {}); !logging.empty())
    out["LoggingConfig"] = std::move(logging);
  if (wanted.vpc) out["VpcConfig"] = vpc_of(*wanted.vpc);
  if (!wanted.tags.empty()) out["Tags"] = object_of(wanted.tags);
  return json::serialize(out);
}

std::string update_code_request(const wanted_function& wanted, std::string_view zip) {
  json::object out = {{"Architectures", json::array{wanted.code.architecture}}};
  set_code(out, wanted.code, zip);
  return json::serialize(out);
}

std::string update_configuration_request(const wanted_function& wanted,
                                         const observed_configuration& there, const step& update) {
  json::object out;
  for (const std::string& member : members_of(update)) {
    if (member == "Description") out[member] = *wanted.description;  // May be emptied.
    if (member == "Role") out[member] = *wanted.role;
    if (member == "Runtime") out[member] = *wanted.runtime;
    if (member == "Handler") out[member] = *wanted.handler;
    if (member == "MemorySize") out[member] = *wanted.memory_mb;
    if (member == "Timeout") out[member] = *wanted.timeout_s;
    if (member == "EphemeralStorage")
      out[member] = json::object{{"Size", *wanted.ephemeral_storage_mb}};
    if (member == "Environment")
      out[member] = json::object{
          {"Variables",
           object_of(merged(there.environment, wanted.environment, wanted.prune_environment))}};
    if (member == "Layers") out[member] = array_of(*wanted.layers);
    if (member == "TracingConfig") out[member] = json::object{{"Mode", *wanted.tracing_mode}};
    if (member == "LoggingConfig") out[member] = logging_of(wanted, there);
    if (member == "VpcConfig") out[member] = vpc_of(vpc_after(wanted, there.vpc));
  }
  return json::serialize(out);
}

std::string update_alias_request(const std::string& version) {
  return json::serialize(
      json::object{{"FunctionVersion", version},
                   {"RoutingConfig", json::object{{"AdditionalVersionWeights", json::object()}}}});
}

std::string create_url_request(const url_settings& wanted) {
  return json::serialize(url_members(wanted));
}

std::string update_url_request(const url_settings& wanted) {
  json::object out = url_members(wanted);
  if (!wanted.cors) out["Cors"] = json::object();
  return json::serialize(out);
}

std::string trust_policy() {
  return json::serialize(json::object{
      {"Version", "2012-10-17"},
      {"Statement",
       json::array{json::object{{"Effect", "Allow"},
                                {"Principal", json::object{{"Service", "lambda.amazonaws.com"}}},
                                {"Action", "sts:AssumeRole"}}}}});
}

std::string publish_layer_request(const wanted_layer& wanted, std::string_view zip) {
  json::object out = {{"CompatibleArchitectures", json::array{wanted.code.architecture}},
                      {"CompatibleRuntimes", array_of(wanted.runtimes)}};
  json::object content;
  set_code(content, wanted.code, zip);
  out["Content"] = std::move(content);
  set(out, "Description", wanted.description);
  return json::serialize(out);
}

}  // namespace lambent::cli::deploy
