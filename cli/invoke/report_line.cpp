#include "cli/invoke/report_line.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>

namespace lambent::cli {
namespace {

namespace json = boost::json;

// "Duration: 1.23 ms" of fields that tabs part; the unit is not looked at.
std::optional<double> field(std::string_view line, std::string_view name) {
  while (!line.empty()) {
    std::string_view one = line.substr(0, line.find('\t'));
    line.remove_prefix(std::min(one.size() + 1, line.size()));
    if (!one.starts_with(name)) continue;
    one.remove_prefix(name.size());
    double value = 0;
    auto [end, wrong] = std::from_chars(one.data(), one.data() + one.size(), value);
    if (wrong == std::errc{} && std::isfinite(value) && value >= 0) return value;
  }
  return {};
}

std::optional<double> number(const json::object& in, std::string_view name) {
  const json::value* found = in.if_contains(name);
  if (found == nullptr || !found->is_number()) return {};
  auto ms = found->to_number<double>();
  return std::isfinite(ms) && ms >= 0 ? std::optional(ms) : std::nullopt;
}

std::string text(const json::object& in, std::string_view name) {
  const json::value* found = in.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::optional<double> either(std::optional<double> one, std::optional<double> other) {
  return one ? one : other;
}

std::optional<invocation_report> read_text(std::string_view line) {
  constexpr std::string_view begin = "REPORT RequestId: ";
  if (!line.starts_with(begin)) return {};
  const std::string_view id = line.substr(begin.size());
  auto duration = field(line, "Duration: ");
  if (!duration) return {};
  return invocation_report{
      .duration_ms = *duration,
      .init_ms = either(field(line, "Init Duration: "), field(line, "Restore Duration: ")),
      .billed_ms = field(line, "Billed Duration: "),
      .max_memory_mb = field(line, "Max Memory Used: "),
      .request_id = std::string(id.substr(0, id.find('\t')))};
}

std::optional<invocation_report> read_json(std::string_view line) {
  if (!line.starts_with('{') || !line.contains("platform.report")) return {};
  boost::system::error_code wrong;
  json::value parsed = json::parse(line, wrong);
  const json::object* whole = wrong ? nullptr : parsed.if_object();
  if (whole == nullptr) return {};
  const json::value* type = whole->if_contains("type");
  if (type == nullptr || *type != "platform.report") return {};
  const json::value* record = whole->if_contains("record");
  if (record == nullptr || !record->is_object()) return {};
  const json::value* metrics = record->get_object().if_contains("metrics");
  if (metrics == nullptr || !metrics->is_object()) return {};
  const json::object& in = metrics->get_object();
  auto duration = number(in, "durationMs");
  if (!duration) return {};
  return invocation_report{
      .duration_ms = *duration,
      .init_ms = either(number(in, "initDurationMs"), number(in, "restoreDurationMs")),
      .billed_ms = number(in, "billedDurationMs"),
      .max_memory_mb = number(in, "maxMemoryUsedMB"),
      .request_id = text(record->get_object(), "requestId")};
}

}  // namespace

std::optional<invocation_report> read_report(std::string_view log) {
  while (!log.empty()) {
    std::size_t start = log.rfind('\n');
    std::string_view line = start == std::string_view::npos ? log : log.substr(start + 1);
    if (auto found = read_text(line)) return found;
    if (auto found = read_json(line)) return found;
    log = start == std::string_view::npos ? std::string_view() : log.substr(0, start);
  }
  return {};
}

}  // namespace lambent::cli
