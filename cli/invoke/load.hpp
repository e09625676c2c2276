// `lambent invoke --repeat N --concurrency C`: the same call many times, several at once, and what
// they come to.
#pragma once

#include <string>

#include "cli/invoke/invoke.hpp"

namespace lambent::cli {

[[nodiscard]] exit_code invoke_many(const invoke_options& options,
                                    const aws::client_options& connection,
                                    const aws::lambda::invocation& what);

// True where every further call would meet the same: no connection, no keys, no such function.
[[nodiscard]] bool ends_all(const aws::call_error& failed);

// What a failed call is counted as: AWS's code, or what became of the connection.
[[nodiscard]] std::string kind_of(const aws::call_error& failed);

}  // namespace lambent::cli
