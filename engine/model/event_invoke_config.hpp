// What becomes of asynchronous invocations that fail or succeed; kept for one version or alias.
// Source: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionEventInvokeConfig.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace lambent::model {

struct event_invoke_config {
  std::optional<std::int64_t> maximum_retry_attempts;
  std::optional<std::int64_t> maximum_event_age_s;
  std::string on_success;  // ARN of the destination; empty: none.
  std::string on_failure;
  std::int64_t modified_ms = 0;  // Unix time.
  bool operator==(const event_invoke_config&) const = default;
};

}  // namespace lambent::model
