#include "cli/invoke/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/json_string.hpp"
#include "base/quantile.hpp"

namespace lambent::cli {
namespace {

// Milliseconds with three digits that mean something.
std::string ms_text(double ms) {
  int decimals = ms < 10 ? 2 : ms < 100 ? 1 : 0;
  return fmt::format("{:.{}f}", ms, decimals);
}

std::string row(std::string_view name, const std::optional<spread>& of,
                std::string_view remark = {}) {
  std::string out = fmt::format("{:<14}", name);
  if (!of) return out + "-\n";
  for (double each : {of->min, of->p50, of->p90, of->p99, of->max})
    out += fmt::format("{:>9}", ms_text(each));
  return out + (remark.empty() ? "" : "  ") + std::string(remark) + "\n";
}

std::string json_spread(const std::optional<spread>& of) {
  if (!of) return "null";
  return fmt::format(R"({{"min":{:.3f},"p50":{:.3f},"p90":{:.3f},"p99":{:.3f},"max":{:.3f}}})",
                     of->min, of->p50, of->p90, of->p99, of->max);
}

// The steps of a decade, from fine to coarse.
const std::vector<std::vector<double>>& scales() {
  static const std::vector<std::vector<double>> all = {
      {1, 1.2, 1.5, 1.8, 2.2, 2.7, 3.3, 3.9, 4.7, 5.6, 6.8, 8.2},
      {1, 1.5, 2, 3, 5, 7},
      {1, 2, 5},
      {1}};
  return all;
}

constexpr std::size_t bars_max = 12;

// The bounds of ranges that cover `low` to `high`; the last is above it.
std::vector<double> bounds(const std::vector<double>& steps, double low, double high) {
  std::vector<double> out;
  for (double decade = std::pow(10, std::floor(std::log10(low))); out.empty() || out.back() <= high;
       decade *= 10)
    for (double step : steps) {
      if (!out.empty() && out.back() > high) break;
      if (step * decade <= low) out.clear();
      out.push_back(step * decade);
    }
  return out;
}

}  // namespace

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

std::optional<spread> spread_of(std::vector<double>& values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  return spread{values.front(), quantile(values, 0.5), quantile(values, 0.9),
                quantile(values, 0.99), values.back()};
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
  out += fmt::format("{:<14}{:>9}{:>9}{:>9}{:>9}{:>9}\n", "ms", "min", "p50", "p90", "p99", "max");
  out += row("client", of.client_ms);
  if (of.reports == 0) return out;
  std::string few = of.reports < of.calls ? fmt::format("of {} reports", of.reports) : "";
  out += row("function", of.function_ms, few);
  if (of.cold_starts == 0) return out + "cold starts   none\n";
  return out + row("init", of.init_ms,
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
                     of.concurrency, of.seconds, of.per_second, json_spread(of.client_ms),
                     of.reports, of.cold_starts, json_spread(of.function_ms),
                     json_spread(of.init_ms),
                     of.emulated.empty() ? "" : ",\"emulated\":" + json_string(of.emulated));
}

std::string histogram(const std::vector<double>& ascending) {
  constexpr double smallest_ms = 0.001;
  constexpr std::size_t bar_columns = 40;
  if (ascending.empty()) return {};
  double low = std::max(ascending.front(), smallest_ms);
  double high = std::max(ascending.back(), low);
  std::vector<double> at;
  for (const std::vector<double>& steps : scales()) {
    at = bounds(steps, low, high);
    if (at.size() - 1 <= bars_max) break;
  }
  std::vector<std::size_t> counts(at.size() - 1);
  for (double each : ascending) {
    auto above = std::ranges::upper_bound(at, std::max(each, low));
    auto range = std::clamp<std::ptrdiff_t>(above - at.begin() - 1, 0,
                                            static_cast<std::ptrdiff_t>(counts.size()) - 1);
    ++counts[static_cast<std::size_t>(range)];
  }
  if (counts.size() < 2) return {};
  std::size_t most = std::ranges::max(counts);
  std::string out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    // The smallest count that is one shows.
    std::size_t columns = (counts[i] * bar_columns + most - 1) / most;
    out += fmt::format("{:>7} to {:>5} ms  {:<40}  {}\n", fmt::format("{:g}", at[i]),
                       fmt::format("{:g}", at[i + 1]), std::string(columns, '#'), counts[i]);
  }
  return out;
}

}  // namespace lambent::cli
