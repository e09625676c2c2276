#include "cli/deploy/planning/document.hpp"

#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <ctime>

#include "cli/deploy/planning/merged.hpp"

namespace lambent::cli::deploy {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::array array_of(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

// "2026-11-26T05:49:00Z", or null.
json::value modified_at(const fs::path& file) {
  std::error_code ec;
  const auto written = fs::last_write_time(file, ec);
  if (ec) return nullptr;
  const std::time_t when = std::chrono::system_clock::to_time_t(
      std::chrono::time_point_cast<std::chrono::system_clock::duration>(
          std::chrono::file_clock::to_sys(written)));
  std::tm utc{};
  std::array<char, 32> text{};
  if (::gmtime_r(&when, &utc) == nullptr) return nullptr;
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return json::string_view(text.data(), size);
}

json::object cors_of(const cors_settings& cors) {
  return {{"allow_credentials", cors.allow_credentials},
          {"allow_headers", array_of(cors.allow_headers)},
          {"allow_methods", array_of(cors.allow_methods)},
          {"allow_origins", array_of(cors.allow_origins)},
          {"expose_headers", array_of(cors.expose_headers)},
          {"max_age", cors.max_age_s}};
}

// Gathers what is said, and nothing else.
class said {
public:
  void value(const char* key, const auto& given) {
    if (given) out_[key] = json::value_from(*given);
  }
  void flag(const char* key, bool given) {
    if (given) out_[key] = true;
  }
  void other(const char* key, auto&& given) { out_[key] = std::forward<decltype(given)>(given); }
  json::object take() { return std::move(out_); }

private:
  json::object out_;
};

// The defaults of a URL count where there is none, which a dry run takes for granted.
void add_url(said& to, const wanted_function& wanted, bool is_dry) {
  to.flag("enable_function_url", wanted.url == url_wish::have);
  to.flag("disable_function_url", wanted.url == url_wish::remove);
  if (wanted.url == url_wish::change || (wanted.keeps_url && !is_dry)) {
    to.value("function_url_auth", wanted.url_auth);
    to.value("invoke_mode", wanted.url_invoke_mode);
    return;
  }
  if (wanted.url != url_wish::have) return;
  to.other("function_url_auth", wanted.url_wanted.auth_type);
  to.other("invoke_mode", wanted.url_wanted.invoke_mode);
  if (wanted.url_wanted.cors) to.other("cors", cors_of(*wanted.url_wanted.cors));
}

// In the words of lambent.toml.
json::object config_of(const wanted_function& wanted, const plan_style& style, bool is_dry) {
  said out;
  out.value("role", wanted.role);
  out.value("handler", wanted.handler);
  out.value("description", wanted.description);
  out.value("memory", wanted.memory_mb);
  out.value("timeout", wanted.timeout_s);
  out.value("ephemeral_storage", wanted.ephemeral_storage_mb);
  out.value("tracing", wanted.tracing_mode);
  out.value("layer", wanted.layers);
  out.value("log_format", wanted.log_format);
  out.value("application_log_level", wanted.application_log_level);
  out.value("system_log_level", wanted.system_log_level);
  out.value("log_retention", wanted.log_retention_days);
  out.value("reserved_concurrency", wanted.reserved_concurrency);
  out.flag("publish", wanted.publish);
  if (!wanted.alias.empty()) out.other("alias", wanted.alias);
  if (wanted.versions_kept > 0) out.other("keep_versions", wanted.versions_kept);
  if (wanted.vpc) {
    out.other("subnet_ids", array_of(wanted.vpc->subnet_ids));
    out.other("security_group_ids", array_of(wanted.vpc->security_group_ids));
    out.flag("ipv6_allowed_for_dual_stack", wanted.vpc->ipv6_allowed_for_dual_stack);
  }
  json::object environment;
  for (const auto& [name, value] : wanted.environment)
    environment[name] = style.show_environment ? value : "(hidden)";
  if (!environment.empty()) out.other("env", std::move(environment));
  out.flag("prune_env", wanted.prune_environment);
  out.flag("prune_tags", wanted.prune_tags);
  add_url(out, wanted, is_dry);
  return out.take();
}

json::object code_members(const char* kind, const std::string& name, const wanted_code& code) {
  return {{"kind", kind},
          {"name", name},
          {"path", code.zip.string()},
          {"arch", code.architecture},
          {"files", array_of(code.files)},
          {"codeSha256", code.sha256},
          {"codeSize", code.bytes},
          {"binary_modified_at", modified_at(code.zip)},
          {"bucket", text_or_null(code.s3_bucket)}};
}

std::string finished(json::object&& out, const plan* todo, const plan_style& style,
                     const aws::client_options& with) {
  out["sdk_config"] = json::object{{"region", text_or_null(with.region)},
                                   {"profile", text_or_null(with.profile)},
                                   {"endpoint_url", text_or_null(with.endpoint_url)}};
  out["steps"] = todo == nullptr ? json::value(nullptr) : json::value(steps_json(*todo, style));
  return json::serialize(out);
}

std::string heading(const std::string& name, const wanted_code& code) {
  return name + ": as it would be, if nothing is there\n  + Code: " + code.zip.string() + "\n";
}

// What hangs on a function beside its configuration. Nobody was asked what there is: of what is to
// go, only that it goes can be said.
class dry_lines {
public:
  explicit dry_lines(const wanted_function& wanted) : wanted_(wanted) {}

  std::vector<difference> take() {
    if (wanted_.prune_environment) gone("Environment", "what is not given");
    if (wanted_.prune_tags) gone("Tags", "what is not given");
    concurrency();
    if (wanted_.publish || !wanted_.alias.empty()) added("Version", "a new one");
    if (!wanted_.alias.empty()) added("Aliases." + wanted_.alias, "the new version");
    url();
    if (wanted_.log_retention_days)
      added("retentionInDays", retention_text(*wanted_.log_retention_days));
    if (wanted_.versions_kept > 0)
      gone("Version",
           "all but the newest " + std::to_string(wanted_.versions_kept) + " and those of aliases");
    return std::move(out_);
  }

private:
  void added(std::string member, std::string value) {
    out_.push_back({std::move(member), "", std::move(value)});
  }
  void gone(std::string member, std::string value) {
    out_.push_back({std::move(member), std::move(value), ""});
  }

  void concurrency() {
    if (!wanted_.reserved_concurrency) return;
    const int count = *wanted_.reserved_concurrency;
    if (count < 0)
      gone("ReservedConcurrentExecutions", "what is reserved");
    else
      added("ReservedConcurrentExecutions", std::to_string(count));
  }

  void auth(const std::string& type) {
    added("FunctionUrl.AuthType", type == "NONE" ? "NONE, anyone may call it" : type);
  }

  void url() {
    using enum url_wish;
    if (wanted_.url == remove) gone("FunctionUrl", "what is there");
    if (wanted_.url == change) {
      if (wanted_.url_auth) auth(*wanted_.url_auth);
      if (wanted_.url_invoke_mode) added("FunctionUrl.InvokeMode", *wanted_.url_invoke_mode);
    }
    if (wanted_.url != have) return;
    auth(wanted_.url_wanted.auth_type);
    for (const difference& one : url_differences(
             {.auth_type = wanted_.url_wanted.auth_type, .invoke_mode = {}}, wanted_.url_wanted))
      added("FunctionUrl." + one.member, one.to);
  }

  const wanted_function& wanted_;
  std::vector<difference> out_;
};

}  // namespace

std::string as_document(const wanted_function& wanted, const plan* todo, const plan_style& style,
                        const aws::client_options& with) {
  json::object out = code_members("function", wanted.name, wanted.code);
  out["runtimes"] = json::array{wanted.runtime.value_or(default_runtime)};
  json::object tags;
  for (const auto& [key, value] : wanted.tags) tags[key] = value;
  out["tags"] = std::move(tags);
  out["config"] = config_of(wanted, style, todo == nullptr);
  return finished(std::move(out), todo, style, with);
}

std::string as_document(const wanted_layer& wanted, const plan* todo, const plan_style& style,
                        const aws::client_options& with) {
  json::object out = code_members("extension", wanted.name, wanted.code);
  out["runtimes"] = array_of(wanted.runtimes);
  out["tags"] = json::object();  // Layers have none.
  json::object config;
  if (wanted.description) config["description"] = *wanted.description;
  out["config"] = std::move(config);
  return finished(std::move(out), todo, style, with);
}

std::string as_text(const wanted_function& wanted, const plan_style& style,
                    const std::string& region) {
  const std::string role =
      wanted.role.value_or(made_role_name(wanted.name, region.empty() ? "REGION" : region));
  return heading(wanted.name, wanted.code) + lines_of(new_configuration(wanted, role), style) +
         lines_of(dry_lines(wanted).take(), style);
}

std::string as_text(const wanted_layer& wanted, const plan_style& style) {
  return heading(wanted.name, wanted.code) + lines_of(layer_differences(wanted, {}), style);
}

}  // namespace lambent::cli::deploy
