// The lines the platform itself writes into a function's log: INIT_START, EXTENSION, START, END,
// REPORT, INIT_REPORT, in the text format or as JSON events. Values in, text out; no clock, no I/O.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html and
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/extensions/roster.hpp"
#include "engine/model/function.hpp"

namespace lambent::environment {

using nanoseconds = std::chrono::nanoseconds;

enum class status : std::uint8_t { success, timeout, error };
enum class init_phase : std::uint8_t { init, invoke };

struct report {
  std::string_view request_id;
  nanoseconds duration{};
  std::optional<nanoseconds> init_duration;  // On the first invocation of an environment alone.
  std::uint64_t memory_peak_bytes = 0;
  environment::status status = status::success;
  std::string_view error_type;  // Of a failed invocation: "Runtime.ExitError".
};

struct init_report {
  nanoseconds duration{};
  init_phase phase = init_phase::init;
  environment::status status = status::timeout;
  std::string_view error_type;
};

// Writes for one environment. Each function gives one log event without its final newline; an empty
// optional where the log format has no such event at the function's system log level.
class platform_log {
public:
  // `stream` is the environment's log stream; both must outlive this object.
  platform_log(const model::function& function, std::string_view stream);

  // `unix_ms` is the event's time; the text format does not print it.
  [[nodiscard]] std::optional<std::string> init_start(std::int64_t unix_ms, init_phase phase) const;
  [[nodiscard]] std::optional<std::string> start(std::int64_t unix_ms,
                                                 std::string_view request_id) const;
  [[nodiscard]] std::optional<std::string> end(std::string_view request_id) const;
  [[nodiscard]] std::optional<std::string> report_line(std::int64_t unix_ms, const report&) const;
  [[nodiscard]] std::optional<std::string> init_report_line(std::int64_t unix_ms,
                                                            const init_report&) const;
  // Of each extension at the end of an init.
  [[nodiscard]] std::optional<std::string> extension_line(std::int64_t unix_ms,
                                                          const extensions::extension&) const;

private:
  const model::function& function_;
  std::string_view stream_;
  bool json_;
};

// Billed Duration: Duration and Init Duration together, rounded up to a whole millisecond.
[[nodiscard]] std::int64_t billed_ms(nanoseconds duration, std::optional<nanoseconds> init);

// Max Memory Used as printed: whole megabytes, rounded up, never over the function's memory.
[[nodiscard]] std::uint64_t memory_used_mb(std::uint64_t peak_bytes, std::uint32_t memory_mb);

// "YYYY-MM-DDTHH:MM:SS.mmmZ".
[[nodiscard]] std::string iso_time(std::int64_t unix_ms);

// "YYYY/MM/DD/[<version>]<32 hex>", the name of an environment's log stream; a log group of the
// caller's own choice puts the function's name in: "YYYY/MM/DD/<function>[<version>]<32 hex>".
[[nodiscard]] std::string log_stream_name(const model::function&, std::int64_t unix_ms,
                                          std::string_view hex);

}  // namespace lambent::environment
