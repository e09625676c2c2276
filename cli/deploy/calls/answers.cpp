#include "cli/deploy/calls/answers.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

namespace lambent::cli::deploy {
namespace {

namespace json = boost::json;
using aws::json_object;
using aws::number_at;
using aws::objects_at;
using aws::text_at;
using aws::texts_at;
using aws::true_at;

int int_at(const json_object& in, std::string_view path) {
  return static_cast<int>(number_at(in, path).value_or(0));
}

text_map texts_by_name(const json_object& in, std::string_view outer, std::string_view inner) {
  text_map out;
  const json::value* found = in.if_contains(outer);
  if (found != nullptr && !inner.empty() && found->is_object())
    found = found->as_object().if_contains(inner);
  if (found == nullptr || !found->is_object()) return out;
  for (const auto& [name, value] : found->as_object())
    if (value.is_string()) out.emplace(name, value.as_string());
  return out;
}

// "Principal": "*" and {"AWS": "*"} mean the same.
bool is_everyone(const json_object& statement) {
  return text_at(statement, "Principal") == "*" || text_at(statement, "Principal/AWS") == "*";
}

// AWS writes one value as text where it may write a list.
bool has_value(const json_object& in, std::string_view path, std::string_view wanted) {
  if (text_at(in, path) == wanted) return true;
  auto all = texts_at(in, path);
  return std::ranges::find(all, wanted) != all.end();
}

}  // namespace

observed_configuration read_configuration(const json_object& answer) {
  observed_configuration out;
  out.arn = text_at(answer, "FunctionArn");
  out.role = text_at(answer, "Role");
  out.runtime = text_at(answer, "Runtime");
  out.handler = text_at(answer, "Handler");
  out.description = text_at(answer, "Description");
  auto architectures = texts_at(answer, "Architectures");
  out.architecture = architectures.empty() ? "x86_64" : architectures.front();
  out.code_sha256 = text_at(answer, "CodeSha256");
  out.package_type = text_at(answer, "PackageType");
  out.memory_mb = int_at(answer, "MemorySize");
  out.timeout_s = int_at(answer, "Timeout");
  out.ephemeral_storage_mb = int_at(answer, "EphemeralStorage/Size");
  for (const json_object& layer : objects_at(answer, "Layers"))
    out.layers.push_back(text_at(layer, "Arn"));
  out.tracing_mode = text_at(answer, "TracingConfig/Mode");
  out.log_format = text_at(answer, "LoggingConfig/LogFormat");
  out.application_log_level = text_at(answer, "LoggingConfig/ApplicationLogLevel");
  out.system_log_level = text_at(answer, "LoggingConfig/SystemLogLevel");
  out.log_group = text_at(answer, "LoggingConfig/LogGroup");
  out.vpc = {.subnet_ids = texts_at(answer, "VpcConfig/SubnetIds"),
             .security_group_ids = texts_at(answer, "VpcConfig/SecurityGroupIds"),
             .ipv6_allowed_for_dual_stack = true_at(answer, "VpcConfig/Ipv6AllowedForDualStack")};
  out.environment = texts_by_name(answer, "Environment", "Variables");
  out.kms_key_arn = text_at(answer, "KMSKeyArn");
  out.dead_letter_target = text_at(answer, "DeadLetterConfig/TargetArn");
  for (const json_object& mounted : objects_at(answer, "FileSystemConfigs"))
    out.file_systems[text_at(mounted, "LocalMountPath")] = text_at(mounted, "Arn");
  return out;
}

url_settings read_url(const json_object& answer) {
  url_settings out{.auth_type = text_at(answer, "AuthType"),
                   .invoke_mode = text_at(answer, "InvokeMode")};
  if (out.invoke_mode.empty()) out.invoke_mode = "BUFFERED";
  if (const json::value* cors = answer.if_contains("Cors"); cors != nullptr && cors->is_object()) {
    const json_object& c = cors->as_object();
    out.cors = cors_settings{.allow_credentials = true_at(c, "AllowCredentials"),
                             .allow_headers = texts_at(c, "AllowHeaders"),
                             .allow_methods = texts_at(c, "AllowMethods"),
                             .allow_origins = texts_at(c, "AllowOrigins"),
                             .expose_headers = texts_at(c, "ExposeHeaders"),
                             .max_age_s = int_at(c, "MaxAge")};
  }
  return out;
}

std::vector<observed_version> read_versions(const std::vector<json_object>& versions) {
  auto comparable = [](const json_object& version) {
    observed_configuration out = read_configuration(version);
    out.arn.clear();
    out.description.clear();  // A version has its own.
    return out;
  };
  observed_configuration latest;
  for (const json_object& version : versions)
    if (text_at(version, "Version") == "$LATEST") latest = comparable(version);
  std::vector<observed_version> out;
  for (const json_object& version : versions) {
    const std::string text = text_at(version, "Version");
    int number = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) continue;
    out.push_back({.number = number, .same_as_latest = comparable(version) == latest});
  }
  std::ranges::sort(out, {}, &observed_version::number);
  return out;
}

observed_url_permissions read_url_permissions(std::string_view policy) {
  observed_url_permissions out;
  boost::system::error_code wrong;
  const json::value read = json::parse({policy.data(), policy.size()}, wrong);
  if (wrong || !read.is_object()) return out;
  for (const json_object& statement : objects_at(read.as_object(), "Statement")) {
    if (text_at(statement, "Effect") != "Allow" || !is_everyone(statement)) continue;
    const std::string sid = text_at(statement, "Sid");
    // One of ours counts however its condition is written: adding it again would be refused.
    if (has_value(statement, "Action", "lambda:InvokeFunctionUrl") &&
        (sid == url_statement ||
         text_at(statement, "Condition/StringEquals/lambda:FunctionUrlAuthType") == "NONE"))
      out.url = sid;
    if (has_value(statement, "Action", "lambda:InvokeFunction") &&
        (sid == url_invoke_statement ||
         text_at(statement, "Condition/Bool/lambda:InvokedViaFunctionUrl") == "true" ||
         true_at(statement, "Condition/Bool/lambda:InvokedViaFunctionUrl")))
      out.function = sid;
  }
  return out;
}

observed_layer_version read_layer_version(const json_object& answer) {
  return {.arn = text_at(answer, "LayerVersionArn"),
          .number = number_at(answer, "Version").value_or(0),
          .code_sha256 = text_at(answer, "Content/CodeSha256"),
          .architectures = texts_at(answer, "CompatibleArchitectures"),
          .runtimes = texts_at(answer, "CompatibleRuntimes"),
          .description = text_at(answer, "Description")};
}

}  // namespace lambent::cli::deploy
