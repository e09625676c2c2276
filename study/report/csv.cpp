#include "study/report/csv.hpp"

#include <fmt/format.h>

#include "study/report/catalogue.hpp"
#include "study/report/published.hpp"
#include "study/report/statistics.hpp"

namespace lambent::study {
namespace {

std::string optional_number(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : "";
}

void add_samples(std::string& out, const series& of, const std::vector<sample>& samples,
                 std::string_view kind) {
  std::vector<double> values;
  for (const sample& one : samples)
    values.push_back(kind == "warm" ? one.duration_ms : one.init_ms.value_or(0));
  const std::vector<bool> marks = outliers_of(values);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const sample& one = samples[i];
    out += fmt::format("measured,{},{},{},{},{},{},{},{},{},{}\r\n", of.function, of.config,
                       of.emulated ? "yes" : "no", kind, i + 1, one.duration_ms, one.billed_ms,
                       one.max_memory_mb, optional_number(one.init_ms), marks[i] ? "yes" : "no");
  }
}

std::string_view function_of(language what) {
  for (const function_info& one : functions())
    if (one.language == what && one.role == role::language) return one.id;
  return "";
}

}  // namespace

std::string to_csv(const record& what) {
  std::string out =
      "source,function,config,emulated,kind,run,duration_ms,billed_ms,max_memory_mb,init_ms,"
      "outlier\r\n";
  for (const series& one : what.measured) {
    add_samples(out, one, one.runs, "warm");
    add_samples(out, one, one.cold, "cold");
  }
  for (const published_series& one : published()) {
    const std::string_view function = function_of(one.language);
    const std::vector<bool> marks = outliers_of(one.durations_ms);
    for (std::size_t i = 0; i < one.durations_ms.size(); ++i)
      out += fmt::format("published,{},{},no,warm,{},{},,,,{}\r\n", function, one.config, i + 1,
                         one.durations_ms[i], marks[i] ? "yes" : "no");
    for (std::size_t i = 0; i < one.cold_ms.size(); ++i)
      out += fmt::format("published,{},{},no,cold,{},,,,{},no\r\n", function, one.config, i + 1,
                         one.cold_ms[i]);
    // Of memory no more was published than how far it reached.
    if (one.memory_mb)
      out += fmt::format(
          "published,{0},{1},no,least memory,,,,{2},,\r\npublished,{0},{1},no,most "
          "memory,,,,{3},,\r\n",
          function, one.config, one.memory_mb->low, one.memory_mb->high);
  }
  return out;
}

}  // namespace lambent::study
