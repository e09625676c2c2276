// For tests of the lifecycle: moments, a function and a call of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "engine/environment/lifecycle/lifecycle.hpp"

namespace lambent::environment::testing {

constexpr std::uint64_t peak = 20U << 20;  // Of memory, in bytes.

inline moment at(std::chrono::microseconds after_start) {
  return {std::chrono::steady_clock::time_point(std::chrono::hours(1)) + after_start,
          1'700'000'000'000 + after_start.count() / 1000};
}

inline model::function_ptr make_function() {
  model::function f;
  f.account = "123456789012";
  f.region = "us-east-1";
  f.name = "f";
  f.runtime = "provided.al2023";
  f.timeout_s = 3;
  f.logging.group = "/aws/lambda/f";
  return std::make_shared<const model::function>(f);
}

inline invocation call(std::string id) { return {.request_id = std::move(id), .payload = "{}"}; }

}  // namespace lambent::environment::testing
