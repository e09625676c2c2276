#include "engine/environment/lifecycle/platform_log.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "base/ascii.hpp"

namespace lambent::environment {
namespace {

// SystemLogLevel of the JSON format: INFO is the default, DEBUG adds events, WARN keeps failures.
bool informative(const model::function& f) { return f.logging.system_level != "WARN"; }

std::string text_status(status s, std::string_view error_type) {
  if (s == status::success) return {};
  std::string text = fmt::format("Status: {}", text_of(s));
  if (!error_type.empty()) text += fmt::format("\tError Type: {}", error_type);
  return text;
}

}  // namespace

platform_log::platform_log(const model::function& function, std::string_view stream)
    : function_(function),
      records_(function, stream),
      json_(function.logging.format == model::log_format::json) {}

bool platform_log::has_everything() const {
  return json_ && function_.logging.system_level == "DEBUG";
}

std::optional<std::string> platform_log::init_start(std::int64_t unix_ms, init_phase phase) const {
  // An image has no runtime version to be told of.
  if (!json_ && function_.image) return std::nullopt;
  if (!json_)
    return fmt::format("INIT_START Runtime Version: {}\tRuntime Version ARN: {}",
                       runtime_version(function_.runtime), model::runtime_version_arn(function_));
  if (!informative(function_)) return std::nullopt;
  return records_.init_start(unix_ms, phase);
}

std::optional<std::string> platform_log::start(std::int64_t unix_ms,
                                               std::string_view request_id) const {
  if (!json_) return fmt::format("START RequestId: {} Version: {}", request_id, function_.version);
  if (!informative(function_)) return std::nullopt;
  return records_.start(unix_ms, request_id);
}

std::optional<std::string> platform_log::end(std::string_view request_id) const {
  if (json_) return std::nullopt;
  return fmt::format("END RequestId: {}", request_id);
}

std::optional<std::string> platform_log::report_line(std::int64_t unix_ms, const report& r) const {
  if (json_) {
    if (!informative(function_) && r.status == status::success) return std::nullopt;
    return records_.report(unix_ms, r);
  }
  std::string line = fmt::format(
      "REPORT RequestId: {}\tDuration: {:.2f} ms\tBilled Duration: {} ms\tMemory Size: {} MB\t"
      "Max Memory Used: {} MB\t",
      r.request_id, milliseconds_of(r.duration), billed_ms(r.duration, r.init_duration),
      function_.memory_mb, memory_used_mb(r.memory_peak_bytes, function_.memory_mb));
  if (r.init_duration)
    line += fmt::format("Init Duration: {:.2f} ms\t", milliseconds_of(*r.init_duration));
  return line + text_status(r.status, r.error_type);
}

std::optional<std::string> platform_log::init_report_line(std::int64_t unix_ms,
                                                          const init_report& r) const {
  if (json_) return records_.init_report(unix_ms, r);
  return fmt::format("INIT_REPORT Init Duration: {:.2f} ms\tPhase: {}\t{}",
                     milliseconds_of(r.duration), text_of(r.phase),
                     text_status(r.status, r.error_type));
}

std::string platform_log::launch_error_line(std::int64_t unix_ms, std::string_view why) const {
  const model::image_launch launch = model::image_launch_of(function_);
  std::string line = fmt::format(
      "IMAGE\tLaunch error: {}\tEntrypoint: [{}]\tCmd: [{}]\tWorkingDir: [{}]", why,
      fmt::join(launch.entrypoint, ","), fmt::join(launch.command, ","), launch.working_directory);
  return json_ ? records_.fault(unix_ms, line) : line;
}

std::optional<std::string> platform_log::extension_line(std::int64_t unix_ms,
                                                        const extensions::extension& e) const {
  if (json_) return has_everything() ? std::optional(records_.extension(unix_ms, e)) : std::nullopt;
  std::string line =
      fmt::format("EXTENSION\tName: {}\tState: {}\tEvents: [{}]", e.name,
                  extensions::name_of(e.now), fmt::join(extensions::names_of(e.wants), ", "));
  if (!e.error_type.empty()) line += fmt::format("\tError Type: {}", e.error_type);
  return line;
}

std::optional<std::string> platform_log::subscription_line(
    std::int64_t unix_ms, std::string_view extension, const extensions::subscription& s) const {
  if (json_)
    return has_everything() ? std::optional(records_.subscription(unix_ms, extension, s))
                            : std::nullopt;
  std::vector<std::string> types;
  for (std::string_view type : extensions::types_of(s)) {
    types.emplace_back(type);
    types.back()[0] = upper_case(types.back()[0]);
  }
  return fmt::format("{}\tName: {}\tState: Subscribed\tTypes: [{}]",
                     s.api == extensions::telemetry_api::logs ? "LOGS" : "TELEMETRY", extension,
                     fmt::join(types, ", "));
}

std::string log_stream_name(const model::function& f, std::int64_t unix_ms, std::string_view hex) {
  std::string day = iso_time(unix_ms).substr(0, 10);
  std::ranges::replace(day, '-', '/');
  bool own_group = f.logging.group.empty() || f.logging.group == "/aws/lambda/" + f.name;
  return fmt::format("{}/{}[{}]{}", day, own_group ? std::string_view{} : std::string_view(f.name),
                     f.version, hex);
}

}  // namespace lambent::environment
