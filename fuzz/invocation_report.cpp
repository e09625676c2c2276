// Any bytes as the end of a function's log: a report has numbers that can be averaged, and lines
// put before it change nothing.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cli/invoke/report_line.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view log(reinterpret_cast<const char*>(data), size);
  auto found = lambent::cli::read_report(log);
  if (!found) return 0;
  auto good = [](double ms) { return std::isfinite(ms) && ms >= 0; };
  if (!good(found->duration_ms) || (found->init_ms && !good(*found->init_ms))) std::abort();
  auto again =
      lambent::cli::read_report("REPORT RequestId: r\tDuration: 1 ms\n" + std::string(log));
  if (!again || again->duration_ms != found->duration_ms || again->init_ms != found->init_ms)
    std::abort();
  return 0;
}
