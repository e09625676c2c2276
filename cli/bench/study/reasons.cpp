#include "cli/bench/study/reasons.hpp"

#include <algorithm>
#include <utility>

namespace lambent::cli::studying {
namespace {

std::size_t samples_of(const study::record& in, const study::left_out& pair) {
  const study::series* one = study::find(in, pair.function, pair.config);
  return one == nullptr ? 0 : one->runs.size() + one->cold.size();
}

bool is_wished(const study::wish& what, const study::left_out& pair) {
  return std::ranges::find(what.functions, pair.function) != what.functions.end() &&
         std::ranges::find(what.configs, pair.config) != what.configs.end();
}

}  // namespace

void reasons::set_aside(study::record& of, const study::wish& what) {
  for (const study::left_out& each : of.missing)
    if (is_wished(what, each)) aside_.push_back({each, samples_of(of, each)});
  std::erase_if(of.missing, [&](const study::left_out& each) { return is_wished(what, each); });
}

study::record reasons::put_back(study::record to) const {
  for (const reason& each : aside_) {
    const study::left_out& why = each.why;
    if (study::find_left_out(to, why.function, why.config) != nullptr) continue;
    const std::size_t samples = samples_of(to, why);
    if (samples > each.samples) continue;
    // One without a figure is no series.
    if (samples == 0)
      std::erase_if(to.measured, [&](const study::series& one) {
        return one.function == why.function && one.config == why.config;
      });
    to.missing.push_back(why);
  }
  return to;
}

}  // namespace lambent::cli::studying
