// CloudWatch metrics without a call to CloudWatch: values written into the log in the embedded
// metric format, from which the service makes the metrics by itself.
// Source:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <lambent/log.hpp>

namespace lambent::metrics {

/// CloudWatch's units, in its order of kinds.
enum class unit : std::uint8_t {
  none,
  seconds,
  milliseconds,
  microseconds,
  bytes,
  kilobytes,
  megabytes,
  gigabytes,
  bits,
  percent,
  count,
  bytes_per_second,
  count_per_second,
};

/// Standard metrics are kept by the minute, high resolution by the second (and cost more).
enum class resolution : std::uint8_t { standard, high };

/// Metrics that share a namespace and dimensions. Not for several threads at once.
///
///   lambent::metrics::batch orders("Shop");
///   orders.dimension("service", "orders");
///   orders.add("Latency", 12.5, lambent::metrics::unit::milliseconds);
///   orders.write();
///
/// What CloudWatch would refuse (an empty or long name, a value that is not finite, a name used
/// twice for different things, more than 30 dimensions) is left out, and a warning in the log says
/// so when the batch is written: a metric must not fail an invocation.
class batch {
public:
  explicit batch(std::string_view name_space) : name_space_(name_space) {}

  /// Each pair of different values is a metric of its own, and is paid for.
  batch& dimension(std::string_view name, std::string_view value);
  /// Values added under one name become one metric of several values.
  batch& add(std::string_view name, double value, unit what = unit::none,
             resolution kept = resolution::standard);
  /// Stands beside the metrics in the log and is none: for finding the event again.
  batch& property(std::string_view name, const log::value& content);

  /// Writes what was added and forgets it; namespace and dimensions stay for the next round. A
  /// batch that was never written leaves nothing.
  void write();

  /// The log events that write() would write: several when there are more than 100 metrics, or more
  /// than 100 values of one. `request_id` is left out when empty.
  [[nodiscard]] std::vector<std::string> events(std::chrono::system_clock::time_point at,
                                                std::string_view request_id = {}) const;
  /// What was left out and why, a sentence each.
  [[nodiscard]] const std::vector<std::string>& problems() const noexcept { return problems_; }

private:
  struct member {
    std::string name, json;
  };
  struct metric {
    std::string name;
    unit what = unit::none;
    resolution kept = resolution::standard;
    std::vector<double> values;
  };

  [[nodiscard]] bool is_taken(std::string_view name) const;
  void refuse(std::string_view name, const char* why);

  std::string name_space_;
  std::vector<member> dimensions_, properties_;
  std::vector<metric> metrics_;
  std::vector<std::string> problems_;
};

}  // namespace lambent::metrics
