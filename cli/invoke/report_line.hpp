// What Lambda says of an invocation at the end of its log: the REPORT line, or in the JSON format
// the platform.report record.
// https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambent::cli {

struct invocation_report {
  double duration_ms = 0;
  std::optional<double> init_ms{};    // A cold start: the init phase, or a snapshot's restore.
  std::optional<double> billed_ms{};  // Billed Duration.
  std::optional<double> max_memory_mb{};
  std::string request_id{};
};

// Of the last report in `log`; nothing where there is none, or no duration in it.
[[nodiscard]] std::optional<invocation_report> read_report(std::string_view log);

}  // namespace lambent::cli
