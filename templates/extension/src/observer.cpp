#include "observer.hpp"

{{#follows_events}}
std::string describe(const lambent::invoke_event& event) {
  return "{{name}} follows " + event.request_id;
}
{{/follows_events}}
{{#follows_telemetry}}
#include <cstdio>

std::string describe(const lambent::telemetry::record& record) {
  if (const auto* const report = record.as<lambent::telemetry::report>()) {
    char duration[32];
    std::snprintf(duration, sizeof duration, "%.2f ms", report->metrics.duration_ms.value_or(0));
    return report->request_id + " took " + duration;
  }
  if (const auto* const wrong = record.as<lambent::telemetry::malformed>())
    return "{{name}} does not understand: " + wrong->problem;
  return {};
}
{{/follows_telemetry}}
{{#follows_logs}}
std::string describe(const lambent::telemetry::record& record) {
  // Never pass on what an extension logs: it would hear of it again.
  const auto* const line = record.as<lambent::telemetry::log_line>();
  if (line == nullptr || line->from != lambent::telemetry::function) return {};
  return record.time + " " + line->text;
}
{{/follows_logs}}
