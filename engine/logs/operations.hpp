// The operations of CloudWatch Logs (JSON 1.1, "Logs_20140328.<operation>") over the store. Knows
// nothing of connections. Driven by the edge, on the log thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/http/message.hpp"
#include "engine/logs/store.hpp"

namespace lambent::logs {

// Who asks, as the signature says, and when.
struct caller {
  std::string account, region, request_id;
  std::int64_t now_ms = 0;
};

[[nodiscard]] http::response handle(std::string_view operation, const http::request& request,
                                    const caller& who, store& to);

}  // namespace lambent::logs
