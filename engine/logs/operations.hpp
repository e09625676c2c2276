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

[[nodiscard]] http::response handle(std::string_view operation, const http::request& request,
                                    const caller& who, store& to);

}  // namespace lambent::logs
