// What is known about an invocation beside its event. All views end when the handler returns: copy
// what must live longer. An aggregate, so that a unit test can make one.
#pragma once

#include <chrono>
#include <string_view>

namespace lambent {

struct context {
  std::string_view request_id;
  std::string_view invoked_function_arn;
  std::string_view trace_id;          ///< X-Ray's header value; empty when the invocation has none.
  std::string_view client_context;    ///< Raw JSON from the caller; empty when absent.
  std::string_view cognito_identity;  ///< Raw JSON; empty when absent.
  std::string_view tenant_id;         ///< Never share data between tenants through a static.
  std::string_view invocation_id;     ///< Unique per attempt; empty where the API does not send it.
  std::string_view content_type;      ///< Of the event; empty when the API did not say.

  /// When Lambda ends the invocation; time_point::max() when the API did not say.
  std::chrono::system_clock::time_point deadline = std::chrono::system_clock::time_point::max();

  // From the environment; these live as long as the process.
  std::string_view function_name;
  std::string_view function_version;
  std::string_view log_group_name;
  std::string_view log_stream_name;
  int memory_limit_mb = 0;  ///< MiB, as Lambda counts "MB"; 0 when unknown.

  /// Time left until the deadline, zero when it has passed, milliseconds::max() without a deadline.
  [[nodiscard]] std::chrono::milliseconds remaining() const noexcept {
    using std::chrono::milliseconds;
    using std::chrono::system_clock;
    if (deadline == system_clock::time_point::max()) return milliseconds::max();
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - system_clock::now());
    return left < milliseconds::zero() ? milliseconds::zero() : left;
  }
};

}  // namespace lambent
