#include "study/report/record.hpp"

#include <algorithm>

namespace lambent::study {

const left_out* find_left_out(const record& in, std::string_view function,
                              std::string_view config) {
  auto found = std::ranges::find_if(in.missing, [&](const left_out& one) {
    return one.function == function && one.config == config;
  });
  return found == in.missing.end() ? nullptr : &*found;
}

wanted wanted_of(const record& in, const series& one) {
  return one.asked.value_or(wanted{.runs = in.runs, .cold = in.cold});
}

site_kind site_of(const record& in) {
  if (in.place.starts_with("AWS, ")) return site_kind::aws;
  return in.place.starts_with("the endpoint ") ? site_kind::endpoint : site_kind::own_engine;
}

bool has_samples(const record& in) {
  return std::ranges::any_of(
      in.measured, [](const series& one) { return !one.runs.empty() || !one.cold.empty(); });
}

const series* find(const record& in, std::string_view function, std::string_view config) {
  auto found = std::ranges::find_if(in.measured, [&](const series& one) {
    return one.function == function && one.config == config;
  });
  return found == in.measured.end() ? nullptr : &*found;
}

}  // namespace lambent::study
