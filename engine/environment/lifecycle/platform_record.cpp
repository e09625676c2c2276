#include "engine/environment/lifecycle/platform_record.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/json_string.hpp"

namespace lambent::environment {
namespace {

std::string event(std::int64_t unix_ms, std::string_view type, std::string_view record) {
  return fmt::format(R"({{"time":"{}","type":"{}","record":{{{}}}}})", iso_time(unix_ms), type,
                     record);
}

std::string status_members(status s, std::string_view error_type) {
  std::string text = fmt::format(R"("status":"{}")", text_of(s));
  if (!error_type.empty()) text += fmt::format(R"(,"errorType":{})", json_string(error_type));
  return text;
}

std::string span(std::string_view name, std::int64_t unix_ms, nanoseconds duration) {
  return fmt::format(R"({{"name":"{}","start":"{}","durationMs":{:.3f}}})", name, iso_time(unix_ms),
                     milliseconds_of(duration));
}

std::string names(const std::vector<std::string_view>& list) {
  return list.empty() ? "[]" : fmt::format(R"(["{}"])", fmt::join(list, R"(",")"));
}

}  // namespace

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

std::string platform_record::init_start(std::int64_t unix_ms, init_phase phase) const {
  std::string runtime;
  if (!function_.image)
    runtime =
        fmt::format(R"("runtimeVersion":"{}","runtimeVersionArn":"{}",)",
                    runtime_version(function_.runtime), model::runtime_version_arn(function_));
  return event(
      unix_ms, "platform.initStart",
      fmt::format(
          R"("initializationType":"on-demand","phase":"{}",{})"
          R"("functionName":"{}","functionVersion":"{}","instanceId":"{}","instanceMaxMemory":{})",
          text_of(phase), runtime, function_.name, function_.version, stream_,
          std::uint64_t{function_.memory_mb} << 20));
}

std::string platform_record::init_runtime_done(std::int64_t unix_ms, init_phase phase, status how,
                                               std::string_view error_type) const {
  return event(unix_ms, "platform.initRuntimeDone",
               fmt::format(R"("initializationType":"on-demand","phase":"{}",{})", text_of(phase),
                           status_members(how, error_type)));
}

std::string platform_record::init_report(std::int64_t unix_ms,
                                         const environment::init_report& r) const {
  return event(
      unix_ms, "platform.initReport",
      fmt::format(
          R"("initializationType":"on-demand","phase":"{}",{},"metrics":{{"durationMs":{:.3f}}})",
          text_of(r.phase), status_members(r.status, r.error_type), milliseconds_of(r.duration)));
}

std::string platform_record::start(std::int64_t unix_ms, std::string_view request_id) const {
  return event(unix_ms, "platform.start",
               fmt::format(R"("requestId":"{}","functionArn":"{}","version":"{}")", request_id,
                           model::function_arn(function_), function_.version));
}

std::string platform_record::runtime_done(std::int64_t unix_ms,
                                          const environment::runtime_done& d) const {
  std::string spans;
  if (d.response_began && d.response_ended) {
    auto after = [&](nanoseconds offset) {
      return d.began_unix_ms + std::chrono::floor<std::chrono::milliseconds>(offset).count();
    };
    spans = fmt::format(
        R"(,"spans":[{},{},{}])", span("responseLatency", d.began_unix_ms, *d.response_began),
        span("responseDuration", after(*d.response_began), *d.response_ended - *d.response_began),
        span("runtimeOverhead", after(*d.response_ended), d.duration - *d.response_ended));
  }
  return event(
      unix_ms, "platform.runtimeDone",
      fmt::format(R"("requestId":"{}",{},"metrics":{{"durationMs":{:.3f},"producedBytes":{}}}{})",
                  d.request_id, status_members(d.status, d.error_type), milliseconds_of(d.duration),
                  d.produced_bytes, spans));
}

std::string platform_record::end(std::int64_t unix_ms, std::string_view request_id) const {
  return event(unix_ms, "platform.end", fmt::format(R"("requestId":"{}")", request_id));
}

std::string platform_record::report(std::int64_t unix_ms, const environment::report& r) const {
  std::string metrics = fmt::format(
      R"("durationMs":{:.3f},"billedDurationMs":{},"memorySizeMB":{},"maxMemoryUsedMB":{})",
      milliseconds_of(r.duration), billed_ms(r.duration, r.init_duration), function_.memory_mb,
      memory_used_mb(r.memory_peak_bytes, function_.memory_mb));
  if (r.init_duration)
    metrics += fmt::format(R"(,"initDurationMs":{:.3f})", milliseconds_of(*r.init_duration));
  return event(unix_ms, "platform.report",
               fmt::format(R"("requestId":"{}","metrics":{{{}}},{})", r.request_id, metrics,
                           status_members(r.status, r.error_type)));
}

std::string platform_record::fault(std::int64_t unix_ms, std::string_view text) const {
  return fmt::format(R"({{"time":"{}","type":"platform.fault","record":{}}})", iso_time(unix_ms),
                     json_string(text));
}

std::string platform_record::extension(std::int64_t unix_ms, const extensions::extension& e) const {
  std::string record =
      fmt::format(R"("name":{},"state":"{}","events":{})", json_string(e.name),
                  extensions::name_of(e.now), names(extensions::names_of(e.wants)));
  if (!e.error_type.empty()) record += fmt::format(R"(,"errorType":{})", json_string(e.error_type));
  return event(unix_ms, "platform.extension", record);
}

std::string platform_record::subscription(std::int64_t unix_ms, std::string_view name,
                                          const extensions::subscription& s) const {
  const bool logs = s.api == extensions::telemetry_api::logs;
  return event(unix_ms, logs ? "platform.logsSubscription" : "platform.telemetrySubscription",
               fmt::format(R"("name":{},"state":"Subscribed","types":{})", json_string(name),
                           names(extensions::types_of(s))));
}

std::string runtime_version(std::string_view runtime) {
  constexpr std::string_view any_minor = ".x";
  if (runtime.ends_with(any_minor)) runtime.remove_suffix(any_minor.size());
  const std::size_t version = runtime.find_first_of(".0123456789");
  if (version == std::string_view::npos) return fmt::format("{}:v1", runtime);
  const bool dot = runtime[version] == '.';
  return fmt::format("{}:{}.v1", runtime.substr(0, version),
                     runtime.substr(version + (dot ? 1 : 0)));
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

}  // namespace lambent::environment
