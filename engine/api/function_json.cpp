#include "engine/api/function_json.hpp"

#include <boost/json.hpp>
#include <cstdio>
#include <ctime>

#include "engine/model/limits.hpp"

namespace lambent::api {
namespace {

namespace json = boost::json;
namespace limits = model::limits;

std::string_view name_of(model::function_state state) {
  switch (state) {
    case model::function_state::pending:
      return "Pending";
    case model::function_state::active:
      return "Active";
    case model::function_state::failed:
      return "Failed";
  }
  return "";
}

std::string_view name_of(model::update_status status) {
  switch (status) {
    case model::update_status::none:
      return "";
    case model::update_status::in_progress:
      return "InProgress";
    case model::update_status::successful:
      return "Successful";
    case model::update_status::failed:
      return "Failed";
  }
  return "";
}

void add_given(json::object& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out[name] = value;
}

void add_state(json::object& out, const model::function& f) {
  out["State"] = name_of(f.state);
  add_given(out, "StateReason", f.state_reason);
  add_given(out, "StateReasonCode", f.state_reason_code);
  add_given(out, "LastUpdateStatus", name_of(f.last_update));
  add_given(out, "LastUpdateStatusReason", f.last_update_reason);
  add_given(out, "LastUpdateStatusReasonCode", f.last_update_reason_code);
  if (!f.runtime.empty())
    out["RuntimeVersionConfig"] = {{"RuntimeVersionArn", model::runtime_version_arn(f)}};
}

json::object logging_of(const model::logging_config& logging) {
  json::object out;
  out["LogFormat"] = logging.format == model::log_format::json ? "JSON" : "Text";
  add_given(out, "ApplicationLogLevel", logging.application_level);
  add_given(out, "SystemLogLevel", logging.system_level);
  out["LogGroup"] = logging.group;
  return out;
}

void add_image_config(json::object& out, const model::image_overrides& config) {
  if (config.empty()) return;
  json::object inner;
  if (config.entrypoint) inner["EntryPoint"] = json::value_from(*config.entrypoint);
  if (config.command) inner["Command"] = json::value_from(*config.command);
  if (config.working_directory) inner["WorkingDirectory"] = *config.working_directory;
  out["ImageConfigResponse"] = {{"ImageConfig", std::move(inner)}};
}

json::object code_of(const model::function& f, std::string_view location) {
  if (f.image) {
    const model::image& shown = f.next ? f.next->image : *f.image;
    return {{"RepositoryType", "ECR"},
            {"ImageUri", shown.uri},
            {"ResolvedImageUri", shown.resolved_uri}};
  }
  return {{"RepositoryType", "S3"}, {"Location", location}};
}

// Members that AWS shows only when they were given.
void add_optional(json::object& out, const model::function& f) {
  if (f.environment) out["Environment"] = {{"Variables", json::value_from(*f.environment)}};
  if (!f.dead_letter_target.empty())
    out["DeadLetterConfig"] = {{"TargetArn", f.dead_letter_target}};
  add_given(out, "KMSKeyArn", f.kms_key_arn);
  json::array layers;
  for (const auto& layer : f.layers)
    layers.push_back({{"Arn", layer.arn}, {"CodeSize", layer.code_size}});
  if (!layers.empty()) out["Layers"] = std::move(layers);
  add_image_config(out, f.image_config);
  for (const auto& [name, text] : f.echoed) {
    json::error_code failed;
    json::value parsed = json::parse(text, failed);
    if (!failed) out[name] = std::move(parsed);
  }
}

json::object configuration(const model::function& f, const render_options& options) {
  json::object out;
  std::string arn = model::function_arn(f);
  if (!options.qualifier.empty()) arn.append(":").append(options.qualifier);
  out["FunctionName"] = f.name;
  out["FunctionArn"] = arn;
  add_given(out, "Runtime", f.runtime);
  out["Role"] = f.role;
  add_given(out, "Handler", f.handler);
  out["CodeSize"] = f.code_size;
  out["Description"] = f.description;
  out["Timeout"] = f.timeout_s;
  out["MemorySize"] = f.memory_mb;
  out["LastModified"] = timestamp(f.last_modified_ms);
  out["CodeSha256"] = f.code_sha256;
  out["Version"] = f.version;
  out["TracingConfig"] = {{"Mode", f.tracing_mode}};
  out["RevisionId"] = f.revision_id;
  out["PackageType"] = f.package_type;
  out["Architectures"] = json::array{f.next ? f.next->architecture : f.architecture};
  out["EphemeralStorage"] = {{"Size", f.ephemeral_storage_mb}};
  out["SnapStart"] = {{"ApplyOn", f.snap_start_apply_on}, {"OptimizationStatus", "Off"}};
  out["LoggingConfig"] = logging_of(f.logging);
  add_optional(out, f);
  if (!options.listed) add_state(out, f);
  return out;
}

std::string date_and_time(std::int64_t unix_ms) {
  auto seconds = static_cast<std::time_t>(unix_ms / 1000);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char date[32], text[48];
  if (std::strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts) == 0) return {};
  std::snprintf(text, sizeof text, "%s.%03d", date, static_cast<int>(unix_ms % 1000));
  return text;
}

}  // namespace

std::string timestamp(std::int64_t unix_ms) { return date_and_time(unix_ms) + "+0000"; }
std::string utc_timestamp(std::int64_t unix_ms) { return date_and_time(unix_ms) + "Z"; }

std::string configuration_json(const model::function& f, const render_options& options) {
  return json::serialize(configuration(f, options));
}

std::string function_json(const model::function& version, const function_answer& about) {
  json::object out;
  out["Configuration"] = configuration(version, {.qualifier = about.qualifier});
  out["Code"] = code_of(version, about.code_location);
  if (!about.tags.empty()) out["Tags"] = json::value_from(about.tags);
  if (about.reserved_concurrency)
    out["Concurrency"] = {{"ReservedConcurrentExecutions", *about.reserved_concurrency}};
  return json::serialize(out);
}

std::string list_json(const function_list& shown) {
  json::object out;
  json::array list;
  for (const auto& function : shown.functions) {
    std::string_view qualifier = shown.qualified ? function->version : std::string_view();
    list.emplace_back(configuration(*function, {.listed = true, .qualifier = qualifier}));
  }
  out[shown.member] = std::move(list);
  add_given(out, "NextMarker", shown.next_marker);
  return json::serialize(out);
}

std::string tags_json(const std::map<std::string, std::string>& tags) {
  json::object out;
  out["Tags"] = json::value_from(tags);
  return json::serialize(out);
}

std::string account_json(const account_usage& usage) {
  json::object out;
  out["AccountLimit"] = {{"TotalCodeSize", limits::account_code_bytes},
                         {"CodeSizeUnzipped", limits::unzipped_max_bytes},
                         {"CodeSizeZipped", limits::zip_max_bytes},
                         {"ConcurrentExecutions", limits::account_concurrency},
                         {"UnreservedConcurrentExecutions", usage.unreserved_concurrency}};
  out["AccountUsage"] = {{"TotalCodeSize", usage.code_bytes}, {"FunctionCount", usage.functions}};
  return json::serialize(out);
}

}  // namespace lambent::api
