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

// In the words of lambent.toml; only what is said.
json::object config_of(const wanted_function& wanted, const plan_style& style) {
  json::object out;
  auto set = [&](const char* key, const auto& value) {
    if (value) out[key] = json::value_from(*value);
  };
  set("role", wanted.role);
  set("handler", wanted.handler);
  set("description", wanted.description);
  set("memory", wanted.memory_mb);
  set("timeout", wanted.timeout_s);
  set("ephemeral_storage", wanted.ephemeral_storage_mb);
  set("tracing", wanted.tracing_mode);
  set("layer", wanted.layers);
  set("log_format", wanted.log_format);
  set("log_retention", wanted.log_retention_days);
  set("reserved_concurrency", wanted.reserved_concurrency);
  if (!wanted.alias.empty()) out["alias"] = wanted.alias;
  if (wanted.vpc) {
    out["subnet_ids"] = array_of(wanted.vpc->subnet_ids);
    out["security_group_ids"] = array_of(wanted.vpc->security_group_ids);
  }
  json::object environment;
  for (const auto& [name, value] : wanted.environment)
    environment[name] = style.show_environment ? value : "(hidden)";
  if (!environment.empty()) out["env"] = std::move(environment);
  if (wanted.url == url_wish::have) out["enable_function_url"] = true;
  if (wanted.url == url_wish::remove) out["disable_function_url"] = true;
  return out;
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

}  // namespace

std::string as_document(const wanted_function& wanted, const plan* todo, const plan_style& style,
                        const aws::client_options& with) {
  json::object out = code_members("function", wanted.name, wanted.code);
  out["runtimes"] = json::array{wanted.runtime.value_or(default_runtime)};
  json::object tags;
  for (const auto& [key, value] : wanted.tags) tags[key] = value;
  out["tags"] = std::move(tags);
  out["config"] = config_of(wanted, style);
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

std::string as_text(const wanted_function& wanted, const plan_style& style) {
  const std::string role = wanted.role.value_or(made_role_name(wanted.name));
  return heading(wanted.name, wanted.code) + lines_of(new_configuration(wanted, role), style);
}

std::string as_text(const wanted_layer& wanted, const plan_style& style) {
  return heading(wanted.name, wanted.code) + lines_of(layer_differences(wanted, {}), style);
}

}  // namespace lambent::cli::deploy
