#include "cli/deploy/planning/merged.hpp"

#include <algorithm>
#include <optional>

#include "base/joined.hpp"

namespace lambent::cli::deploy {
namespace {

std::string yes_or_no(bool value) { return value ? "true" : "false"; }

// Gathers the members that differ.
class comparison {
public:
  void text(const char* member, const std::string& there,
            const std::optional<std::string>& wanted) {
    if (wanted && *wanted != there) out_.push_back({member, there, *wanted});
  }
  void number(const char* member, int there, const std::optional<int>& wanted) {
    if (wanted)
      text(member, there == 0 ? std::string() : std::to_string(there), std::to_string(*wanted));
  }
  void values(const char* member, const std::vector<std::string>& there,
              const std::vector<std::string>& wanted) {
    if (there != wanted) out_.push_back({member, joined(there), joined(wanted)});
  }
  void append(std::vector<difference>&& more) {
    for (difference& one : more) out_.push_back(std::move(one));
  }
  std::vector<difference> take() { return std::move(out_); }

private:
  std::vector<difference> out_;
};

std::vector<std::string> sorted(std::vector<std::string> values) {
  std::ranges::sort(values);
  return values;
}

// AWS keeps both as sets, and answers them in its own order.
void compare_vpc(comparison& with, const vpc_settings& there, const vpc_settings& wanted) {
  with.values("VpcConfig.SubnetIds", sorted(there.subnet_ids), sorted(wanted.subnet_ids));
  with.values("VpcConfig.SecurityGroupIds", sorted(there.security_group_ids),
              sorted(wanted.security_group_ids));
  if (there.ipv6_allowed_for_dual_stack != wanted.ipv6_allowed_for_dual_stack)
    with.text("VpcConfig.Ipv6AllowedForDualStack", yes_or_no(there.ipv6_allowed_for_dual_stack),
              yes_or_no(wanted.ipv6_allowed_for_dual_stack));
}

}  // namespace

text_map merged(const text_map& there, const text_map& wanted, bool prune) {
  text_map out = wanted;
  if (!prune) out.insert(there.begin(), there.end());
  return out;
}

std::vector<difference> map_differences(const std::string& member, const text_map& there,
                                        const text_map& after) {
  std::vector<difference> out;
  for (const auto& [key, value] : after) {
    auto found = there.find(key);
    if (found == there.end())
      out.push_back({member + "." + key, "", value});
    else if (found->second != value)
      out.push_back({member + "." + key, found->second, value});
  }
  for (const auto& [key, value] : there)
    if (!after.contains(key)) out.push_back({member + "." + key, value, ""});
  return out;
}

std::vector<difference> configuration_differences(const wanted_function& wanted,
                                                  const observed_configuration& there,
                                                  const std::string& role) {
  comparison with;
  with.text("Description", there.description, wanted.description);
  with.text("Role", there.role, role);
  with.text("Runtime", there.runtime, wanted.runtime);
  with.text("Handler", there.handler, wanted.handler);
  with.number("MemorySize", there.memory_mb, wanted.memory_mb);
  with.number("Timeout", there.timeout_s, wanted.timeout_s);
  with.number("EphemeralStorage.Size", there.ephemeral_storage_mb, wanted.ephemeral_storage_mb);
  with.append(
      map_differences("Environment", there.environment,
                      merged(there.environment, wanted.environment, wanted.prune_environment)));
  if (wanted.layers) with.values("Layers", there.layers, *wanted.layers);
  with.text("TracingConfig.Mode", there.tracing_mode, wanted.tracing_mode);
  with.text("LoggingConfig.LogFormat", there.log_format, wanted.log_format);
  with.text("LoggingConfig.ApplicationLogLevel", there.application_log_level,
            wanted.application_log_level);
  with.text("LoggingConfig.SystemLogLevel", there.system_log_level, wanted.system_log_level);
  with.text("LoggingConfig.LogGroup", there.log_group, wanted.log_group);
  compare_vpc(with, there.vpc, vpc_after(wanted, there.vpc));
  return with.take();
}

vpc_settings vpc_after(const wanted_function& wanted, const vpc_settings& there) {
  if (!wanted.vpc) return there;
  vpc_settings out = *wanted.vpc;
  if (out.subnet_ids.empty() || out.security_group_ids.empty())
    out.ipv6_allowed_for_dual_stack |= there.ipv6_allowed_for_dual_stack;
  if (out.subnet_ids.empty()) out.subnet_ids = there.subnet_ids;
  if (out.security_group_ids.empty()) out.security_group_ids = there.security_group_ids;
  return out;
}

std::vector<difference> new_configuration(const wanted_function& wanted, const std::string& role) {
  wanted_function with_defaults = wanted;
  if (!with_defaults.runtime) with_defaults.runtime = default_runtime;
  if (!with_defaults.handler) with_defaults.handler = default_handler;
  std::vector<difference> out = {{"Architectures", "", wanted.code.architecture},
                                 {"CodeSha256", "", wanted.code.sha256}};
  for (difference& one : configuration_differences(with_defaults, {}, role))
    out.push_back(std::move(one));
  for (difference& one : map_differences("Tags", {}, wanted.tags)) out.push_back(std::move(one));
  return out;
}

bool keeps_url(const wanted_function& wanted, const observed_function& observed) {
  return wanted.url == url_wish::change || (wanted.keeps_url && observed.url);
}

url_settings url_after(const wanted_function& wanted, const observed_function& observed) {
  if (!keeps_url(wanted, observed)) return wanted.url_wanted;
  url_settings out = observed.url.value_or(url_settings());
  if (wanted.url_auth) out.auth_type = *wanted.url_auth;
  if (wanted.url_invoke_mode) out.invoke_mode = *wanted.url_invoke_mode;
  return out;
}

std::vector<difference> url_differences(const url_settings& there, const url_settings& wanted) {
  comparison with;
  with.text("AuthType", there.auth_type, wanted.auth_type);
  with.text("InvokeMode", there.invoke_mode, wanted.invoke_mode);
  const cors_settings before = there.cors.value_or(cors_settings{});
  const cors_settings after = wanted.cors.value_or(cors_settings{});
  if (before.allow_credentials != after.allow_credentials)
    with.text("Cors.AllowCredentials", yes_or_no(before.allow_credentials),
              yes_or_no(after.allow_credentials));
  with.values("Cors.AllowHeaders", before.allow_headers, after.allow_headers);
  with.values("Cors.AllowMethods", before.allow_methods, after.allow_methods);
  with.values("Cors.AllowOrigins", before.allow_origins, after.allow_origins);
  with.values("Cors.ExposeHeaders", before.expose_headers, after.expose_headers);
  if (before.max_age_s != after.max_age_s)
    with.text("Cors.MaxAge", std::to_string(before.max_age_s), std::to_string(after.max_age_s));
  return with.take();
}

std::string retention_text(int days) {
  return days == 0 ? "for ever" : std::to_string(days) + " days";
}

std::vector<difference> layer_differences(const wanted_layer& wanted,
                                          const observed_layer_version& there) {
  comparison with;
  with.values("CompatibleArchitectures", sorted(there.architectures), {wanted.code.architecture});
  with.values("CompatibleRuntimes", sorted(there.runtimes), sorted(wanted.runtimes));
  with.text("Description", there.description, wanted.description);
  with.text("CodeSha256", there.code_sha256, wanted.code.sha256);
  return with.take();
}

}  // namespace lambent::cli::deploy
