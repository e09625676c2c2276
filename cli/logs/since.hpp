// Points in time as people write them: "90s", "10m", "2h", "3d" ago, or 2026-11-26T10:00:00Z.
#pragma once

#include <chrono>
#include <string_view>

#include "base/error.hpp"

namespace lambent::cli {

// Milliseconds since 1970, which is also the answer for any time before.
[[nodiscard]] result<std::int64_t> parse_since(std::string_view text,
                                               std::chrono::system_clock::time_point now);

}  // namespace lambent::cli
