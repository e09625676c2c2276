// The lines the platform itself writes into a function's log: INIT_START, IMAGE, EXTENSION, START,
// END, REPORT, INIT_REPORT, in the text format or as JSON events. Values in, text out; no clock, no
// I/O. Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html and
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/environment/lifecycle/platform_record.hpp"
#include "engine/model/function.hpp"

namespace lambent::environment {

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
  // Of an image whose program could not be started, and why.
  [[nodiscard]] std::string launch_error_line(std::int64_t unix_ms, std::string_view why) const;
  // Of each extension at the end of an init.
  [[nodiscard]] std::optional<std::string> extension_line(std::int64_t unix_ms,
                                                          const extensions::extension&) const;
  [[nodiscard]] std::optional<std::string> subscription_line(std::int64_t unix_ms,
                                                             std::string_view extension,
                                                             const extensions::subscription&) const;

  // Whether the log has all events that the Telemetry API has, also those without a line above.
  [[nodiscard]] bool has_everything() const;
  // The same as JSON, whatever the log's format is.
  [[nodiscard]] const platform_record& records() const { return records_; }

private:
  const model::function& function_;
  platform_record records_;
  bool json_;
};

// "YYYY/MM/DD/[<version>]<32 hex>", the name of an environment's log stream; a log group of the
// caller's own choice puts the function's name in: "YYYY/MM/DD/<function>[<version>]<32 hex>".
[[nodiscard]] std::string log_stream_name(const model::function&, std::int64_t unix_ms,
                                          std::string_view hex);

}  // namespace lambent::environment
