#include "cli/deploy/planning/wish.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "cli/configuration/function_url.hpp"
#include "cli/configuration/variables.hpp"
#include "cli/deploy/planning/check.hpp"

namespace lambent::cli::deploy {
namespace {

result<text_map> pairs_of(const std::vector<std::string>& texts, const std::string& flag) {
  text_map out;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(flag + ": '" + text + "' is not KEY=VALUE");
    out.insert_or_assign(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

// AWS's spelling of a word, whatever the case it is written in.
result<std::optional<std::string>> word_of(const std::optional<std::string>& given,
                                           const std::string& flag,
                                           std::initializer_list<std::string_view> words) {
  if (!given) return std::optional<std::string>();
  auto lower = [](std::string_view text) {
    std::string out = lower_case(text);
    std::erase(out, '-');
    std::erase(out, '_');
    return out;
  };
  std::string all;
  for (std::string_view word : words) {
    if (lower(word) == lower(*given)) return std::optional<std::string>(word);
    all += (all.empty() ? "" : ", ") + std::string(word);
  }
  return fail(flag + ": '" + *given + "' is none of " + all);
}

result<> check_log_retention(const std::optional<int>& days) {
  // PutRetentionPolicy takes these alone; 0 stands for ever.
  constexpr std::array allowed = {0,   1,   3,   5,   7,    14,   30,   60,   90,   120,  150, 180,
                                  365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};
  if (!days || std::ranges::find(allowed, *days) != allowed.end()) return {};
  const auto* next = std::ranges::upper_bound(allowed, *days);
  return fail(
      "--log-retention: CloudWatch Logs cannot keep logs for " + std::to_string(*days) + " days",
      next == allowed.end() ? "the longest is 3653 days; 0 is for ever"
                            : "the next it can is " + std::to_string(*next));
}

cors_settings cors_of(const configuration::cors_settings& from) {
  return {.allow_credentials = from.allow_credentials.value_or(false),
          .allow_headers = from.allow_headers,
          .allow_methods = from.allow_methods,
          .allow_origins = from.allow_origins,
          .expose_headers = from.expose_headers,
          .max_age_s = from.max_age_s.value_or(0)};
}

// A table [functions.NAME.url] asks for a URL; the flags win over what it says.
result<> add_url(wanted_function& out, const std::string& function, const deploy_options& options,
                 const configuration::settings& settings) {
  if (options.enable_url && options.disable_url)
    return fail("--enable-function-url and --disable-function-url contradict each other");
  if (auto table = TRY(configuration::function_url_of(settings, function))) {
    out.url = url_wish::have;
    out.url_wanted = {.auth_type = table->auth, .invoke_mode = table->invoke_mode};
    if (table->cors) out.url_wanted.cors = cors_of(*table->cors);
  }
  out.keeps_url = options.enable_url && out.url == url_wish::leave;
  if (options.enable_url) out.url = url_wish::have;
  if (options.disable_url) out.url = url_wish::remove;
  out.url_auth = TRY(word_of(options.url_auth, "--function-url-auth", {"AWS_IAM", "NONE"}));
  out.url_invoke_mode =
      TRY(word_of(options.url_invoke_mode, "--invoke-mode", {"BUFFERED", "RESPONSE_STREAM"}));
  if (!out.url_auth && !out.url_invoke_mode) return {};
  if (options.disable_url)
    return fail(std::string(out.url_auth ? "--function-url-auth" : "--invoke-mode") +
                " and --disable-function-url contradict each other");
  if (out.url == url_wish::leave) out.url = url_wish::change;
  out.url_wanted.auth_type = out.url_auth.value_or(out.url_wanted.auth_type);
  out.url_wanted.invoke_mode = out.url_invoke_mode.value_or(out.url_wanted.invoke_mode);
  return {};
}

std::string name_on_aws(const std::string& built, const deploy_options& options) {
  const bool renamed = !options.binary_name.empty() && !options.names.empty();
  return options.prefix + (renamed ? options.names.front() : built);
}

void set_s3_key(wanted_code& of, const std::string& otherwise, const deploy_options& options) {
  of.s3_key = options.s3_key;
  if (!of.s3_bucket.empty() && of.s3_key.empty()) of.s3_key = otherwise;
}

}  // namespace

result<wanted_function> wish_for(const std::string& function, wanted_code code,
                                 const deploy_options& options,
                                 const configuration::settings& settings) {
  wanted_function out{.name = name_on_aws(function, options), .code = std::move(code)};
  set_s3_key(out.code, out.name + ".zip", options);
  out.role = options.role;
  out.runtime = options.runtime;
  out.handler = options.handler;
  out.description = options.description;
  out.memory_mb = options.memory_mb;
  out.timeout_s = options.timeout_s;
  out.ephemeral_storage_mb = options.ephemeral_storage_mb;
  out.tracing_mode = TRY(word_of(options.tracing, "--tracing", {"Active", "PassThrough"}));
  out.log_format = TRY(word_of(options.log_format, "--log-format", {"JSON", "Text"}));
  out.application_log_level = TRY(word_of(options.application_log_level, "--application-log-level",
                                          {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"}));
  out.system_log_level =
      TRY(word_of(options.system_log_level, "--system-log-level", {"DEBUG", "INFO", "WARN"}));
  TRY(check_log_retention(options.log_retention_days));
  out.log_retention_days = options.log_retention_days;
  if (options.no_layers && !options.layers.empty())
    return fail("--layer and --no-layers contradict each other");
  if (options.no_layers || !options.layers.empty()) out.layers = options.layers;
  if (options.ipv6_allowed_for_dual_stack && options.subnet_ids.empty() &&
      options.security_group_ids.empty())
    return fail("--ipv6-allowed-for-dual-stack is about a VPC, and none is named",
                "--subnet-ids and --security-group-ids name it");
  if (!options.subnet_ids.empty() || !options.security_group_ids.empty())
    out.vpc = vpc_settings{.subnet_ids = options.subnet_ids,
                           .security_group_ids = options.security_group_ids,
                           .ipv6_allowed_for_dual_stack = options.ipv6_allowed_for_dual_stack};
  out.reserved_concurrency = options.reserved_concurrency;

  configuration::variable_sources sources{.function = function,
                                          .env_files = options.env_files,
                                          .assignments = options.environment_list};
  sources.assignments.insert(sources.assignments.end(), options.environment.begin(),
                             options.environment.end());
  for (auto& [name, value] : TRY(configuration::variables_of(settings, sources)))
    out.environment.insert_or_assign(std::move(name), std::move(value));
  out.prune_environment = options.prune_environment;
  out.tags = TRY(pairs_of(options.tags, "--tag"));
  out.prune_tags = options.prune_tags;
  TRY(add_url(out, function, options, settings));
  out.publish = options.publish;
  out.alias = options.alias;
  out.versions_kept = options.versions_kept;
  TRY(check(out));
  return out;
}

result<wanted_layer> layer_wish_for(const std::string& extension, wanted_code code,
                                    const deploy_options& options) {
  wanted_layer out{.name = name_on_aws(extension, options),
                   .code = std::move(code),
                   .runtimes = options.compatible_runtimes,
                   .description = options.description};
  if (out.runtimes.empty()) out.runtimes = {"provided.al2", "provided.al2023"};
  // A function may have the same name.
  set_s3_key(out.code, "extensions/" + out.name + ".zip", options);
  TRY(check(out));
  return out;
}

}  // namespace lambent::cli::deploy
