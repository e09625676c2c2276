// Any bytes as a study's record: what is read is within its limits, written and read again it is
// the same, and a report can be made of it.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "study/report/record_json.hpp"
#include "study/report/report.hpp"

using namespace lambent::study;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto read = from_json({reinterpret_cast<const char*>(data), size});
  if (!read) {
    if (read.error().what.empty()) std::abort();
    return 0;
  }
  for (const series& one : read->measured) {
    if (one.runs.size() > limits::samples_per_series) std::abort();
    for (const sample& cold : one.cold)
      if (!cold.init_ms) std::abort();
  }
  const std::string text = to_json(*read);
  auto again = from_json(text);
  if (!again || to_json(*again) != text) std::abort();
  if (report_on(*read).size() < 4) std::abort();
  return 0;
}
