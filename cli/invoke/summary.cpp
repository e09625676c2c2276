#include "cli/invoke/summary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_string.hpp"

namespace lambent::cli {
void tally::add(const measured_call& call) {
  ++calls_;
  if (!call.emulated.empty()) emulated_ = call.emulated;
  if (call.report) {
    function_ms_.push_back(call.report->duration_ms);
    if (call.report->init_ms) init_ms_.push_back(*call.report->init_ms);
  }
  if (call.error.empty()) {
    client_ms_.push_back(call.client_ms);
    return;
  }
  ++failed_;
  bool known = errors_.size() < error_kinds_max || errors_.contains(call.error);
  ++errors_[known ? call.error : "others"];
}

summary::summary(tally&& of, std::string name, std::size_t at_a_time, std::chrono::nanoseconds took)
    : function(std::move(name)),
      concurrency(at_a_time),
      calls(of.calls_),
      failed(of.failed_),
      errors(of.errors_.begin(), of.errors_.end()),
      seconds(std::chrono::duration<double>(took).count()),
      per_second(seconds > 0 ? static_cast<double>(calls) / seconds : 0),
      client_values(std::move(of.client_ms_)),
      client_ms(spread_of(client_values)),
      reports(of.function_ms_.size()),
      cold_starts(of.init_ms_.size()),
      function_ms(spread_of(of.function_ms_)),
      init_ms(spread_of(of.init_ms_)),
      emulated(std::move(of.emulated_)) {
  std::ranges::stable_sort(errors,
                           [](const auto& a, const auto& b) { return a.second > b.second; });
}

std::string as_text(const summary& of) {
  std::string out =
      fmt::format("{}: {} call{} in {:.2f} s, {:.1f} a second, {} at a time\n", of.function,
                  of.calls, of.calls == 1 ? "" : "s", of.seconds, of.per_second, of.concurrency);
  std::string errors;
  for (const auto& [kind, count] : of.errors)
    errors += fmt::format("{}{} {}", errors.empty() ? "" : ", ", count, kind);
  if (!errors.empty()) errors = " (" + errors + ")";
  out += fmt::format("failed: {}{}\n", of.failed, errors);
  if (!of.emulated.empty())
    out += fmt::format("emulated: {}; these times say nothing of Lambda's\n", of.emulated);
  out += '\n';
  out += spread_heading("ms");
  out += spread_row("client", of.client_ms);
  if (of.reports == 0) return out;
  std::string few = of.reports < of.calls ? fmt::format("of {} reports", of.reports) : "";
  out += spread_row("function", of.function_ms, few);
  if (of.cold_starts == 0) return out + "cold starts   none\n";
  return out +
         spread_row("init", of.init_ms,
                    fmt::format("{} cold start{}", of.cold_starts, of.cold_starts == 1 ? "" : "s"));
}

std::string as_json(const summary& of, bool interrupted) {
  std::string errors;
  for (const auto& [kind, count] : of.errors)
    errors += fmt::format("{}{}:{}", errors.empty() ? "" : ",", json_string(kind), count);
  return fmt::format(R"({{"function":{},"calls":{},"failed":{},"errors":{{{}}},"interrupted":{},)"
                     R"("concurrency":{},"seconds":{:.6f},"perSecond":{:.3f},"clientMs":{},)"
                     R"("reports":{},"coldStarts":{},"functionMs":{},"initMs":{}{}}})"
                     "\n",
                     json_string(of.function), of.calls, of.failed, errors, interrupted,
                     of.concurrency, of.seconds, of.per_second, spread_as_json(of.client_ms),
                     of.reports, of.cold_starts, spread_as_json(of.function_ms),
                     spread_as_json(of.init_ms),
                     of.emulated.empty() ? "" : ",\"emulated\":" + json_string(of.emulated));
}

}  // namespace lambent::cli
