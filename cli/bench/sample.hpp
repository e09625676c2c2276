// One measured call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/invoke/report_line.hpp"

namespace lambent::cli::bench {

struct sample {
  std::string request_id{};
  double client_ms = 0;  // What the caller waited.
  std::string emulated{};
  std::optional<invocation_report> report{};  // Nothing where it did not come in time.

  [[nodiscard]] bool cold() const { return report && report->init_ms; }
};

// The function that was measured.
struct subject {
  std::string name{};
  std::string architecture{};  // In AWS's words.
  unsigned memory_mb = 0;
  std::string emulated{};  // The architecture, where an emulator ran it.
};

}  // namespace lambent::cli::bench
