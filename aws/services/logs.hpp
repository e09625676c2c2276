// Amazon CloudWatch Logs, as far as a function's logs go.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/Welcome.html
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "aws/client.hpp"

namespace lambent::aws::logs {

using done = std::expected<void, call_error>;

struct log_group {
  std::string name{};
  std::string arn{};
  int retention_days = 0;  // 0: for ever.
};
// Those whose names begin so. All pages.
[[nodiscard]] std::expected<std::vector<log_group>, call_error> describe_log_groups(
    client& with, const std::string& name_prefix);

[[nodiscard]] done create_log_group(client& with, const std::string& name);
[[nodiscard]] done delete_log_group(client& with, const std::string& name);
// 0 days: for ever.
[[nodiscard]] done put_retention_policy(client& with, const std::string& group, int days);

struct log_stream {
  std::string name{};
  std::int64_t last_event_ms = 0;  // Of the last event, since 1970; AWS is slow to tell.
};
// The streams that got events last, the latest first.
[[nodiscard]] std::expected<std::vector<log_stream>, call_error> describe_latest_log_streams(
    client& with, const std::string& group, int count_max);

struct log_event {
  std::string id{};
  std::string stream{};
  std::int64_t timestamp_ms = 0;  // Since 1970, as the function's runtime said.
  std::int64_t ingestion_ms = 0;  // Since 1970, when CloudWatch got it.
  std::string message{};
};

struct filter_input {
  std::string group{};
  std::vector<std::string> streams{};      // At most 100; empty: all of them.
  std::string stream_prefix{};             // Not together with `streams`.
  std::string pattern{};                   // CloudWatch's filter pattern; empty: everything.
  std::optional<std::int64_t> start_ms{};  // Included, since 1970.
  std::optional<std::int64_t> end_ms{};    // Excluded.
  std::string next_token{};                // Of the page before.
  int limit = 0;                           // 0: AWS's, 10,000.
};

struct filter_page {
  std::vector<log_event> events{};
  std::string next_token{};  // Empty on the last page. A page may be empty and not the last.
};
[[nodiscard]] std::expected<filter_page, call_error> filter_log_events(client& with,
                                                                       const filter_input& input);

}  // namespace lambent::aws::logs
