// When a request that failed is sent again, and after how long.
#pragma once

#include <chrono>
#include <concepts>
#include <expected>
#include <optional>

#include "oci/distribution/limits.hpp"
#include "oci/distribution/surroundings.hpp"
#include "oci/distribution/transport.hpp"
#include "oci/distribution/wire/headers.hpp"

namespace lambent::oci::distribution {

using attempt = std::expected<http_answer, http_failure>;

// 429, what servers and proxies answer when they are busy or ill, a broken connection: the next
// attempt may be luckier. RFC 9110, 15.5.9 and 15.6; RFC 6585, 4.
[[nodiscard]] bool is_passing(const attempt&);

// Before attempt `number` + 1; what the server asks for is honoured.
[[nodiscard]] std::chrono::milliseconds wait_before_next(int number, const attempt& failed,
                                                         const surroundings& around);

// Sends until it is no passing failure, limits::attempts_max times at most.
template <std::invocable Send>
[[nodiscard]] attempt patiently(const surroundings& around, const Send& send) {
  for (int number = 1;; ++number) {
    attempt made = send();
    if (!is_passing(made) || number == limits::attempts_max) return made;
    around.sleep(wait_before_next(number, made, around));
  }
}

}  // namespace lambent::oci::distribution
