// What the Telemetry API and the Logs API deliver to an extension: the subscription, and records as
// structs. `lambent::extension::on_telemetry` subscribes; batch_reader alone takes batches apart.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lambent::telemetry {

/// AWS's event types: the platform's own records, the function's output, the extensions' output.
enum class type : std::uint8_t { platform, function, extension };
using enum type;

enum class protocol : std::uint8_t {
  http,  ///< Batches as JSON arrays, each in a POST.
  tcp,   ///< Records as lines of JSON over one connection; nobody learns whether they were taken.
};

/// Which API: the Telemetry API, or the Logs API that came before it.
enum class source : std::uint8_t { telemetry, logs };

/// When the platform sends what it has gathered: whichever comes first.
struct buffering {
  std::chrono::milliseconds timeout{1000};  ///< 25 ms to 30 s.
  std::size_t max_bytes = 262'144;          ///< 262,144 to 1,048,576.
  std::size_t max_items = 10'000;           ///< 1,000 to 10,000 records.
};

/// What an extension asks for. An extension can subscribe once.
struct subscription {
  std::vector<type> types = {type::platform, type::function};
  telemetry::buffering buffering = {};
  telemetry::protocol protocol = telemetry::protocol::http;
  telemetry::source source = telemetry::source::telemetry;
  /// Empty means 2022-12-13 for the Telemetry API (2025-01-29 on Managed Instances, which take no
  /// other) and 2021-03-18 for the Logs API.
  std::string schema_version = {};
  /// Where records arrive; 0 means any free port. 9001 is the Runtime API's.
  std::uint16_t port = 0;
  /// The address that is listened on, a numeric one.
  std::string listen_on = "0.0.0.0";
  /// How the platform calls this machine. AWS takes no other name.
  std::string destination_host = "sandbox.localdomain";
  /// After SHUTDOWN, records are still taken until none came for so long, or half of the time that
  /// is left has passed; then on_shutdown is called.
  std::chrono::milliseconds quiet_before_shutdown{100};
};

/// What is wrong with a subscription by AWS's limits, as a sentence; empty when nothing is.
[[nodiscard]] std::string problem_of(const subscription& wanted);

struct trace {
  std::string type;     ///< "X-Amzn-Trace-Id"
  std::string value;    ///< "Root=1-…;Parent=…;Sampled=…"
  std::string span_id;  ///< Empty where the record belongs to no span.
};

struct span {
  std::string name;   ///< "responseLatency", "responseDuration", "runtimeOverhead"
  std::string start;  ///< ISO 8601, UTC
  double duration_ms = 0;
};

/// What was measured. Which members a record has depends on its type, the schema version and the
/// kind of instance: Managed Instances report nothing that is billed.
struct metrics {
  std::optional<double> duration_ms;
  std::optional<double> billed_duration_ms;
  std::optional<double> init_duration_ms;
  std::optional<double> restore_duration_ms;
  std::optional<double> billed_restore_duration_ms;
  std::optional<std::uint64_t> memory_size_mb;
  std::optional<std::uint64_t> max_memory_used_mb;
  std::optional<std::uint64_t> produced_bytes;  ///< Of the response.
};

// The records. A member that the platform left out is empty.

/// A `function` or `extension` record: one line that was logged.
struct log_line {
  telemetry::type from = telemetry::type::function;  ///< Who logged it.
  std::string text;      ///< The line; of one that was logged as JSON, that JSON.
  bool is_json = false;  ///< Whether the record is a JSON value rather than text.
};

struct init_start {
  std::string initialization_type;  ///< "on-demand", "provisioned-concurrency", "snap-start", …
  std::string phase;                ///< "init", "invoke", "snap-start"
  std::string runtime_version;
  std::string runtime_version_arn;
  std::string function_name;
  std::string function_arn;
  std::string function_version;
  std::string instance_id;
  std::optional<std::uint64_t> instance_max_memory;  ///< Bytes.
  std::optional<trace> tracing;
};

struct init_runtime_done {
  std::string initialization_type;
  std::string phase;
  std::string status;      ///< "success", "failure", "error", "timeout"
  std::string error_type;  ///< Of a failed one.
  std::vector<span> spans;
  std::optional<trace> tracing;
};

struct init_report {
  std::string initialization_type;
  std::string phase;
  std::string status;
  std::string error_type;
  telemetry::metrics metrics;
  std::vector<span> spans;
  std::optional<trace> tracing;
};

struct start {
  std::string request_id;
  std::string function_arn;
  std::string version;  ///< Of the function.
  std::string tenant_id;
  std::optional<trace> tracing;
};

struct runtime_done {
  std::string request_id;
  std::string status;
  std::string error_type;
  std::string tenant_id;
  telemetry::metrics metrics;
  std::vector<span> spans;
  std::optional<trace> tracing;
};

/// The Logs API's end of an invocation.
struct end {
  std::string request_id;
};

struct report {
  std::string request_id;
  std::string status;
  std::string error_type;
  std::string tenant_id;
  telemetry::metrics metrics;
  std::vector<span> spans;
  std::optional<trace> tracing;
};

/// The platform's word on an invocation that ended badly.
struct fault {
  std::string text;
};

struct restore_start {
  std::string runtime_version;
  std::string runtime_version_arn;
  std::string function_name;
  std::string function_version;
  std::string instance_id;
  std::optional<std::uint64_t> instance_max_memory;
  std::optional<trace> tracing;
};

struct restore_runtime_done {
  std::string status;
  std::string error_type;
  std::vector<span> spans;
  std::optional<trace> tracing;
};

struct restore_report {
  std::string status;
  std::string error_type;
  telemetry::metrics metrics;
  std::vector<span> spans;
  std::optional<trace> tracing;
};

/// `platform.extension`: an extension registered, or failed.
struct extension_state {
  std::string name;
  std::string state;  ///< "Ready", …
  std::vector<std::string> events;
  std::string error_type;
};

/// `platform.telemetrySubscription` or `platform.logsSubscription`.
struct subscribed {
  std::string name;
  std::string state;
  std::vector<std::string> types;
};

/// Records that this extension was too slow for.
struct logs_dropped {
  std::string reason;
  std::uint64_t dropped_records = 0;
  std::uint64_t dropped_bytes = 0;
};

/// A type that came after this library; record::raw has it.
struct unknown {};

/// A record that is not as documented, or not JSON; record::raw has it. The others of its batch are
/// not affected.
struct malformed {
  std::string problem;  ///< "$.record.metrics.durationMs: expected a number, found a string"
};

struct record {
  std::string time;  ///< ISO 8601, UTC: "2026-01-31T12:00:00.123Z"
  std::string type;  ///< "function", "platform.report", …
  /// The whole record as JSON. A view into the batch, which ends with the handler's call.
  std::string_view raw;
  std::variant<unknown, malformed, log_line, init_start, init_runtime_done, init_report, start,
               runtime_done, end, report, fault, restore_start, restore_runtime_done,
               restore_report, extension_state, subscribed, logs_dropped>
      content;

  /// The content if it is a T, else null: if (const auto* r = record.as<telemetry::report>()) …
  template <class T>
  [[nodiscard]] const T* as() const noexcept {
    return std::get_if<T>(&content);
  }
};

/// Takes a batch apart, record by record; what is wrong with one stays with that one.
///
///     telemetry::batch_reader batch(body);
///     for (telemetry::record r; batch.next(r);) …
class batch_reader {
public:
  /// The text of a POST (protocol::http) or complete lines of the stream (protocol::tcp). It must
  /// outlive the reader and the records.
  explicit batch_reader(std::string_view text, protocol framing = protocol::http);
  ~batch_reader();
  batch_reader(const batch_reader&) = delete;
  batch_reader& operator=(const batch_reader&) = delete;

  /// Replaces `out`, whose memory is reused, by the next record; false at the end.
  [[nodiscard]] bool next(record& out);

private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lambent::telemetry
