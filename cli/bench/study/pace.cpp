#include "cli/bench/study/pace.hpp"

#include <fmt/format.h>

#include <cmath>

#include "study/report/catalogue.hpp"

namespace lambent::cli::studying {

void pace::took(const study::step& one, double seconds) {
  seconds_[{one.function, one.config}] = seconds;
}

void pace::know(const study::record& before) {
  constexpr double ms_per_s = 1000;
  for (const study::series& one : before.measured) {
    const auto& samples = one.runs.empty() ? one.cold : one.runs;
    if (!samples.empty())
      seconds_[{one.function, one.config}] = samples.back().duration_ms / ms_per_s;
  }
}

std::optional<double> pace::seconds_for(const std::vector<study::step>& left) const {
  if (seconds_.empty()) return {};
  double sum = 0;
  for (const auto& [of, seconds] : seconds_) sum += seconds;
  const double mean = sum / static_cast<double>(seconds_.size());
  double out = 0;
  for (const study::step& one : left) {
    auto seen = seconds_.find({one.function, one.config});
    out += seen == seconds_.end() ? mean : seen->second;
  }
  return out;
}

std::string step_text(const study::step& now, std::size_t done, std::size_t all,
                      std::optional<double> seconds_left) {
  const study::function_info* function = study::find_function(now.function);
  const study::config_info* config = study::find_config(now.config);
  std::string out =
      fmt::format("{} of {}: {} in {}, {} {}", done + 1, all,
                  function != nullptr ? function->label : now.function,
                  config != nullptr ? config->label : now.config,
                  now.kind == study::step_kind::cold ? "cold start" : "run", now.number);
  if (seconds_left) out += "; " + rough_time(*seconds_left) + " left";
  return out;
}

std::string rough_time(double seconds) {
  constexpr double minute = 60;
  constexpr long minutes_per_hour = 60;
  const long minutes = std::lround(seconds / minute);
  if (minutes < 1) return "less than a minute";
  if (minutes < minutes_per_hour) return fmt::format("about {} min", minutes);
  return fmt::format("about {} h {} min", minutes / minutes_per_hour, minutes % minutes_per_hour);
}

}  // namespace lambent::cli::studying
