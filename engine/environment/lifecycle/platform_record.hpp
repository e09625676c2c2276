// What the platform tells of an environment's life, as JSON events: for subscribers of the
// Telemetry API, and for the log of a function whose log format is JSON. Values in, text out.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/extensions/roster.hpp"
#include "engine/extensions/telemetry.hpp"
#include "engine/model/function.hpp"

namespace lambent::environment {

using nanoseconds = std::chrono::nanoseconds;

enum class status : std::uint8_t { success, timeout, error };
enum class init_phase : std::uint8_t { init, invoke };
[[nodiscard]] std::string_view text_of(status s);
[[nodiscard]] std::string_view text_of(init_phase p);

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

// The runtime's part of an invocation, without what its extensions do after it.
struct runtime_done {
  std::string_view request_id;
  environment::status status = status::success;
  std::string_view error_type;
  std::int64_t began_unix_ms = 0;
  nanoseconds duration{};
  std::uint64_t produced_bytes = 0;
  // From the beginning to the first and to the last byte of the response; none without one.
  std::optional<nanoseconds> response_began, response_ended;
};

// Each function gives one event, {"time":…,"type":…,"record":…}.
class platform_record {
public:
  // `stream` is the environment's log stream; both must outlive this object.
  platform_record(const model::function& function, std::string_view stream)
      : function_(function), stream_(stream) {}

  [[nodiscard]] std::string init_start(std::int64_t unix_ms, init_phase phase) const;
  // The runtime has ended its init, whatever the extensions do.
  [[nodiscard]] std::string init_runtime_done(std::int64_t unix_ms, init_phase phase, status how,
                                              std::string_view error_type) const;
  [[nodiscard]] std::string init_report(std::int64_t unix_ms,
                                        const environment::init_report& r) const;
  [[nodiscard]] std::string start(std::int64_t unix_ms, std::string_view request_id) const;
  [[nodiscard]] std::string runtime_done(std::int64_t unix_ms,
                                         const environment::runtime_done& d) const;
  [[nodiscard]] std::string end(std::int64_t unix_ms, std::string_view request_id) const;
  [[nodiscard]] std::string report(std::int64_t unix_ms, const environment::report& r) const;
  [[nodiscard]] std::string fault(std::int64_t unix_ms, std::string_view text) const;
  [[nodiscard]] std::string extension(std::int64_t unix_ms, const extensions::extension& e) const;
  [[nodiscard]] std::string subscription(std::int64_t unix_ms, std::string_view name,
                                         const extensions::subscription& s) const;

private:
  const model::function& function_;
  std::string_view stream_;
};

// As AWS writes it: "provided.al2023" is "provided:al2023.v1", "nodejs22.x" is "nodejs:22.v1",
// "python3.12" is "python:3.12.v1".
[[nodiscard]] std::string runtime_version(std::string_view runtime);

// Billed Duration: Duration and Init Duration together, rounded up to a whole millisecond.
[[nodiscard]] std::int64_t billed_ms(nanoseconds duration, std::optional<nanoseconds> init);

// Max Memory Used as printed: whole megabytes, rounded up, never over the function's memory.
[[nodiscard]] std::uint64_t memory_used_mb(std::uint64_t peak_bytes, std::uint32_t memory_mb);

[[nodiscard]] inline double milliseconds_of(nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

// "YYYY-MM-DDTHH:MM:SS.mmmZ".
[[nodiscard]] std::string iso_time(std::int64_t unix_ms);

}  // namespace lambent::environment
