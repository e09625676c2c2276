#include "engine/api/function_members.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/error.hpp"
#include "engine/api/image_members.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api {
namespace {

namespace json = boost::json;
namespace limits = model::limits;
using model::answer;
using model::error_code;
using model::refuse;

// What the platform sets itself; lambda/latest/dg/configuration-envvars.html. Names that begin with
// an underscore already break the pattern.
constexpr std::array<std::string_view, 16> reserved_variables{"AWS_DEFAULT_REGION",
                                                              "AWS_REGION",
                                                              "AWS_EXECUTION_ENV",
                                                              "AWS_LAMBDA_FUNCTION_NAME",
                                                              "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                                              "AWS_LAMBDA_FUNCTION_VERSION",
                                                              "AWS_LAMBDA_INITIALIZATION_TYPE",
                                                              "AWS_LAMBDA_LOG_GROUP_NAME",
                                                              "AWS_LAMBDA_LOG_STREAM_NAME",
                                                              "AWS_ACCESS_KEY",
                                                              "AWS_ACCESS_KEY_ID",
                                                              "AWS_SECRET_ACCESS_KEY",
                                                              "AWS_SESSION_TOKEN",
                                                              "AWS_LAMBDA_RUNTIME_API",
                                                              "LAMBDA_TASK_ROOT",
                                                              "LAMBDA_RUNTIME_DIR"};

// Accepted, stored and echoed: they have no effect on one machine. So is VpcConfig.
constexpr std::array<std::string_view, 3> echoed_members{"FileSystemConfigs",
                                                         "CapacityProviderConfig", "DurableConfig"};

bool contains(std::span<const std::string_view> list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

answer<> invalid(std::string message) {
  return refuse(error_code::invalid_parameter_value, std::move(message));
}

answer<> apply_runtime(const json_object& body, model::function& into) {
  auto runtime = text_of(body, "Runtime");
  if (!runtime) return {};
  if (contains(retired_runtimes(), *runtime))
    return invalid("The runtime parameter of " + std::string(*runtime) +
                   " is no longer supported for creating or updating AWS Lambda functions. We "
                   "recommend you use a supported runtime while creating or updating functions.");
  if (!contains(runtimes(), *runtime))
    return invalid("Value " + std::string(*runtime) +
                   " at 'runtime' failed to satisfy constraint: Member must satisfy enum value "
                   "set: " +
                   enum_text(runtimes()) + " or be a valid ARN");
  into.runtime = *runtime;
  return {};
}

answer<> apply_environment(const json_object& body, model::function& into) {
  const json_object* environment = object_of(body, "Environment");
  if (environment == nullptr) return {};
  std::map<std::string, std::string> variables;
  std::string reserved;
  if (const json_object* given = object_of(*environment, "Variables")) {
    std::string measured = json::serialize(*given);
    for (const auto& [key, value] : *given) {
      if (is_reserved_variable(key)) reserved += (reserved.empty() ? "" : ", ") + std::string(key);
      variables.emplace(key, value.get_string());
    }
    if (!reserved.empty())
      return invalid(
          "Lambda was unable to configure your environment variables because the environment "
          "variables you have provided contains reserved keys that are currently not supported for "
          "modification. Reserved keys used in this request: " +
          reserved);
    if (measured.size() > limits::environment_max_bytes)
      return invalid(
          "Lambda was unable to configure your environment variables because the environment "
          "variables you have provided exceeded the 4KB limit. String measured: " +
          measured);
  }
  into.environment = std::move(variables);
  return {};
}

void apply_logging(const json_object& body, model::function& into) {
  const json_object* logging = object_of(body, "LoggingConfig");
  if (logging == nullptr) return;
  auto& to = into.logging;
  if (auto format = text_of(*logging, "LogFormat"))
    to.format = *format == "JSON" ? model::log_format::json : model::log_format::text;
  if (auto group = text_of(*logging, "LogGroup")) to.group = *group;
  if (to.format == model::log_format::text) {
    to.application_level.clear();
    to.system_level.clear();
    return;
  }
  if (auto level = text_of(*logging, "ApplicationLogLevel")) to.application_level = *level;
  if (auto level = text_of(*logging, "SystemLogLevel")) to.system_level = *level;
  if (to.application_level.empty()) to.application_level = "INFO";
  if (to.system_level.empty()) to.system_level = "INFO";
}

// AWS answers with every member, and with the VPC that the subnets belong to. There is none here:
// the id has AWS's form and says no more.
void apply_vpc(const json_object& body, model::function& into) {
  const json_object* given = object_of(body, "VpcConfig");
  if (given == nullptr) return;
  std::string& kept = into.echoed["VpcConfig"];
  json_object vpc{{"SubnetIds", json::array()},
                  {"SecurityGroupIds", json::array()},
                  {"Ipv6AllowedForDualStack", false}};
  if (!kept.empty()) vpc = json::parse(kept).as_object();
  for (std::string_view name : {"SubnetIds", "SecurityGroupIds", "Ipv6AllowedForDualStack"})
    if (const json::value* value = value_of(*given, name)) vpc[name] = *value;
  bool attached = !vpc["SubnetIds"].as_array().empty();
  vpc["VpcId"] = attached ? "vpc-00000000000000000" : "";
  kept = json::serialize(vpc);
}

void set_text(const json_object& body, std::string_view name, std::string& into) {
  if (auto text = text_of(body, name)) into = *text;
}

void set_inner(const json_object& body, std::string_view outer, std::string_view name,
               std::string& into) {
  if (const json_object* object = object_of(body, outer)) set_text(*object, name, into);
}

// The table has bounded the numbers already.
void set_number(const json_object& body, std::string_view name, std::uint32_t& into) {
  if (auto number = number_of(body, name)) into = static_cast<std::uint32_t>(*number);
}

}  // namespace

bool is_reserved_variable(std::string_view name) {
  return name.starts_with('_') || contains(reserved_variables, name);
}

answer<> apply_configuration(const json_object& body, model::function& into) {
  TRY(check_package(body, into));
  TRY(apply_runtime(body, into));
  TRY(apply_environment(body, into));
  apply_logging(body, into);
  apply_vpc(body, into);
  apply_image_config(body, into);
  set_text(body, "Handler", into.handler);
  set_text(body, "Role", into.role);
  set_text(body, "Description", into.description);
  set_text(body, "KMSKeyArn", into.kms_key_arn);
  set_inner(body, "DeadLetterConfig", "TargetArn", into.dead_letter_target);
  set_inner(body, "TracingConfig", "Mode", into.tracing_mode);
  set_inner(body, "SnapStart", "ApplyOn", into.snap_start_apply_on);
  set_number(body, "Timeout", into.timeout_s);
  set_number(body, "MemorySize", into.memory_mb);
  if (const json_object* storage = object_of(body, "EphemeralStorage"))
    set_number(*storage, "Size", into.ephemeral_storage_mb);
  for (std::string_view name : echoed_members)
    if (const json::value* value = value_of(body, name))
      into.echoed[std::string(name)] = json::serialize(*value);
  return {};
}

answer<zip_bytes> read_code(const json_object& code, const call& request, neighbours& around) {
  if (value_of(code, "ImageUri") != nullptr)
    return refuse(
        error_code::invalid_parameter_value,
        "Please don't provide ImageUri when " +
            std::string(request.operation->name == "CreateFunction" ? "creating" : "updating") +
            " a function with packageType Zip.");
  auto zip = TRY(read_zip(code, request, around));
  if (!zip)
    return refuse(error_code::invalid_parameter_value,
                  "Please provide a source for function code.");
  return std::move(*zip);
}

answer<> refuse_unavailable(const json_object& body) {
  for (std::string_view name : {"PublishTo", "CodeSigningConfigArn", "TenancyConfig"})
    if (value_of(body, name) != nullptr)
      return model::not_available("The member " + std::string(name));
  return {};
}

}  // namespace lambent::api
