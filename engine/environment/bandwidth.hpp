// The rate at which a streamed response may leave: a burst at any speed, then so many bytes a
// second. Bytes and times in, times out.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "engine/model/limits.hpp"

namespace lambent::environment {

struct bandwidth_limits {
  std::uint64_t burst_bytes = model::limits::stream_burst_bytes;
  std::uint64_t bytes_per_second = model::limits::stream_bytes_per_second;
};

class bandwidth {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit bandwidth(bandwidth_limits limits = {}) : limits_(limits) {}

  // These bytes leave now; says from when on the next ones may.
  time_point take(std::uint64_t bytes, time_point now) {
    // What was taken is paid off at the rate; the burst is how far payment may lag behind.
    paid_at_ = std::max(paid_at_, now) + time_for(bytes);
    return paid_at_ - time_for(limits_.burst_bytes);
  }

private:
  [[nodiscard]] std::chrono::nanoseconds time_for(std::uint64_t bytes) const {
    constexpr std::uint64_t second = 1'000'000'000;
    return std::chrono::nanoseconds(bytes / limits_.bytes_per_second * second +
                                    bytes % limits_.bytes_per_second * second /
                                        limits_.bytes_per_second);
  }

  bandwidth_limits limits_;
  time_point paid_at_{};
};

}  // namespace lambent::environment
