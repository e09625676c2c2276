#include "engine/environment/platform_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/json_string.hpp"

namespace lambent::environment {
namespace {

double milliseconds(nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

std::string_view text_of(status s) {
  switch (s) {
    case status::success:
      return "success";
    case status::timeout:
      return "timeout";
    case status::error:
      return "error";
  }
  return "error";
}

std::string_view text_of(init_phase p) { return p == init_phase::init ? "init" : "invoke"; }

// "provided.al2023" is logged as "provided:al2023.v1"; a runtime without a dot as "name:v1".
std::string runtime_version(std::string_view runtime) {
  auto dot = runtime.find('.');
  if (dot == std::string_view::npos) return fmt::format("{}:v1", runtime);
  return fmt::format("{}:{}.v1", runtime.substr(0, dot), runtime.substr(dot + 1));
}

// SystemLogLevel of the JSON format: INFO is the default, DEBUG adds events, WARN keeps failures.
bool informative(const model::function& f) { return f.logging.system_level != "WARN"; }

bool debugging(const model::function& f) { return f.logging.system_level == "DEBUG"; }

std::string json_event(std::int64_t unix_ms, std::string_view type, const std::string& record) {
  return fmt::format(R"({{"time":"{}","type":"{}","record":{{{}}}}})", iso_time(unix_ms), type,
                     record);
}

std::string json_status(status s, std::string_view error_type) {
  std::string text = fmt::format(R"("status":"{}")", text_of(s));
  if (!error_type.empty()) text += fmt::format(R"(,"errorType":"{}")", error_type);
  return text;
}

std::string text_status(status s, std::string_view error_type) {
  if (s == status::success) return {};
  std::string text = fmt::format("Status: {}", text_of(s));
  if (!error_type.empty()) text += fmt::format("\tError Type: {}", error_type);
  return text;
}

}  // namespace

platform_log::platform_log(const model::function& function, std::string_view stream)
    : function_(function),
      stream_(stream),
      json_(function.logging.format == model::log_format::json) {}

std::optional<std::string> platform_log::init_start(std::int64_t unix_ms, init_phase phase) const {
  std::string version = runtime_version(function_.runtime);
  std::string arn = model::runtime_version_arn(function_);
  if (!json_)
    return fmt::format("INIT_START Runtime Version: {}\tRuntime Version ARN: {}", version, arn);
  if (!informative(function_)) return std::nullopt;
  return json_event(
      unix_ms, "platform.initStart",
      fmt::format(
          R"("initializationType":"on-demand","phase":"{}","runtimeVersion":"{}","runtimeVersionArn":"{}",)"
          R"("functionName":"{}","functionVersion":"{}","instanceId":"{}","instanceMaxMemory":{})",
          text_of(phase), version, arn, function_.name, function_.version, stream_,
          std::uint64_t{function_.memory_mb} << 20));
}

std::optional<std::string> platform_log::start(std::int64_t unix_ms,
                                               std::string_view request_id) const {
  if (!json_) return fmt::format("START RequestId: {} Version: {}", request_id, function_.version);
  if (!informative(function_)) return std::nullopt;
  return json_event(unix_ms, "platform.start",
                    fmt::format(R"("requestId":"{}","functionArn":"{}","version":"{}")", request_id,
                                model::function_arn(function_), function_.version));
}

std::optional<std::string> platform_log::end(std::string_view request_id) const {
  if (json_) return std::nullopt;
  return fmt::format("END RequestId: {}", request_id);
}

std::optional<std::string> platform_log::report_line(std::int64_t unix_ms, const report& r) const {
  std::int64_t billed = billed_ms(r.duration, r.init_duration);
  std::uint64_t used = memory_used_mb(r.memory_peak_bytes, function_.memory_mb);
  if (!json_) {
    std::string line = fmt::format(
        "REPORT RequestId: {}\tDuration: {:.2f} ms\tBilled Duration: {} ms\tMemory Size: {} MB\t"
        "Max Memory Used: {} MB\t",
        r.request_id, milliseconds(r.duration), billed, function_.memory_mb, used);
    if (r.init_duration)
      line += fmt::format("Init Duration: {:.2f} ms\t", milliseconds(*r.init_duration));
    return line + text_status(r.status, r.error_type);
  }
  if (!informative(function_) && r.status == status::success) return std::nullopt;
  std::string metrics = fmt::format(
      R"("durationMs":{:.3f},"billedDurationMs":{},"memorySizeMB":{},"maxMemoryUsedMB":{})",
      milliseconds(r.duration), billed, function_.memory_mb, used);
  if (r.init_duration)
    metrics += fmt::format(R"(,"initDurationMs":{:.3f})", milliseconds(*r.init_duration));
  return json_event(unix_ms, "platform.report",
                    fmt::format(R"("requestId":"{}","metrics":{{{}}},{})", r.request_id, metrics,
                                json_status(r.status, r.error_type)));
}

std::optional<std::string> platform_log::init_report_line(std::int64_t unix_ms,
                                                          const init_report& r) const {
  if (!json_) {
    return fmt::format("INIT_REPORT Init Duration: {:.2f} ms\tPhase: {}\t{}",
                       milliseconds(r.duration), text_of(r.phase),
                       text_status(r.status, r.error_type));
  }
  return json_event(
      unix_ms, "platform.initReport",
      fmt::format(
          R"("initializationType":"on-demand","phase":"{}",{},"metrics":{{"durationMs":{:.3f}}})",
          text_of(r.phase), json_status(r.status, r.error_type), milliseconds(r.duration)));
}

std::optional<std::string> platform_log::extension_line(std::int64_t unix_ms,
                                                        const extensions::extension& e) const {
  auto events = extensions::names_of(e.wants);
  if (!json_) {
    std::string line = fmt::format("EXTENSION\tName: {}\tState: {}\tEvents: [{}]", e.name,
                                   extensions::name_of(e.now), fmt::join(events, ", "));
    if (!e.error_type.empty()) line += fmt::format("\tError Type: {}", e.error_type);
    return line;
  }
  if (!debugging(function_)) return std::nullopt;
  std::string record = fmt::format(R"("name":{},"state":"{}","events":[)", json_string(e.name),
                                   extensions::name_of(e.now));
  for (std::size_t i = 0; i < events.size(); ++i)
    record += fmt::format(R"({}"{}")", i == 0 ? "" : ",", events[i]);
  record += ']';
  if (!e.error_type.empty()) record += fmt::format(R"(,"errorType":{})", json_string(e.error_type));
  return json_event(unix_ms, "platform.extension", record);
}

std::int64_t billed_ms(nanoseconds duration, std::optional<nanoseconds> init) {
  nanoseconds total = duration + init.value_or(nanoseconds{0});
  return std::chrono::ceil<std::chrono::milliseconds>(total).count();
}

std::uint64_t memory_used_mb(std::uint64_t peak_bytes, std::uint32_t memory_mb) {
  return std::min<std::uint64_t>((peak_bytes + (1U << 20) - 1) >> 20, memory_mb);
}

std::string iso_time(std::int64_t unix_ms) {
  namespace chr = std::chrono;
  chr::sys_time<chr::milliseconds> t{chr::milliseconds(unix_ms)};
  auto day = chr::floor<chr::days>(t);
  chr::year_month_day date(day);
  chr::hh_mm_ss clock(t - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()),
                     unsigned(date.month()), unsigned(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

std::string log_stream_name(const model::function& f, std::int64_t unix_ms, std::string_view hex) {
  std::string day = iso_time(unix_ms).substr(0, 10);
  std::ranges::replace(day, '-', '/');
  bool own_group = f.logging.group.empty() || f.logging.group == "/aws/lambda/" + f.name;
  return fmt::format("{}/{}[{}]{}", day, own_group ? std::string_view{} : std::string_view(f.name),
                     f.version, hex);
}

}  // namespace lambent::environment
