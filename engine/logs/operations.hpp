// The operations of CloudWatch Logs (JSON 1.1, "Logs_20140328.<operation>") over the store. Knows
// nothing of connections. Driven by the edge, on the log thread.
#pragma once

#include <string>
#include <string_view>

#include "engine/http/message.hpp"
#include "engine/logs/store.hpp"
#include "engine/model/caller.hpp"

namespace lambent::logs {

using model::caller;

// A batch of PutLogEvents is 1 MB at most, and may be six times that in JSON's escapes.
inline constexpr std::size_t request_bytes_max = std::size_t{8} << 20;

// To a request whose body is not read to its end.
[[nodiscard]] http::response too_large(const caller& who);

[[nodiscard]] http::response handle(std::string_view operation, const http::request& request,
                                    const caller& who, store& to);

}  // namespace lambent::logs
