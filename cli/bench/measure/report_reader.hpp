// Lambda's own figures of invocations, read out of CloudWatch Logs, which has them seconds after
// the answers.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "aws/client.hpp"
#include "aws/services/lambda_ready.hpp"
#include "cli/bench/measure/log_place.hpp"
#include "cli/invoke/report_line.hpp"

namespace lambent::cli::bench {

namespace report_limits {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// CloudWatch usually has an event within five seconds.
constexpr seconds wait_max{120};
// What is waited once nobody wants to wait any longer.
constexpr seconds wait_after_stop_max{5};
constexpr milliseconds first_pause{20};
constexpr milliseconds longest_pause{2000};
// Of one look; a page has up to 10,000 events, or none at all and a next one.
constexpr int pages_max = 500;
// How far a clock here may be from AWS's, which refuses requests that are further off.
constexpr minutes clock_skew_max{5};

}  // namespace report_limits

// By request id.
using reports = std::map<std::string, invocation_report>;

class report_reader {
public:
  struct hooks {
    aws::lambda::sleeper sleep{};
    std::function<bool()> stop{};                           // Empty: waits its time.
    std::function<void(std::size_t, std::size_t)> found{};  // So many of so many, on the way.
  };

  // `with` must outlive it, and its calls must not end when `stop` says so.
  report_reader(aws::client& with, log_place place, hooks around)
      : with_(with), place_(std::move(place)), hooks_(std::move(around)) {}

  // The reports on these invocations, none of which began before `since`. Waits until all are
  // there, or its time is up: then some are missing.
  [[nodiscard]] std::expected<reports, aws::call_error> read(
      const std::set<std::string>& request_ids, std::chrono::system_clock::time_point since);

  [[nodiscard]] const log_place& place() const { return place_; }

private:
  // Adds what is there now.
  [[nodiscard]] std::expected<void, aws::call_error> look(const std::set<std::string>& request_ids,
                                                          std::int64_t start_ms, reports& into);

  aws::client& with_;
  log_place place_;
  hooks hooks_;
};

// That a report did not come, and what may be the reason.
[[nodiscard]] aws::call_error no_report(const log_place& in);

}  // namespace lambent::cli::bench
