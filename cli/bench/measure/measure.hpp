// The figures of one invocation: how long the caller waited, and what Lambda reports of it.
#pragma once

#include <chrono>
#include <expected>
#include <string>

#include "aws/client.hpp"
#include "aws/services/lambda.hpp"
#include "cli/bench/measure/failure.hpp"
#include "cli/bench/measure/report_reader.hpp"
#include "cli/invoke/report_line.hpp"

namespace lambent::cli::bench {

namespace call_limits {

// How long a call that did not reach the function is made again, in all: throttled ones, and those
// that met a change of the function.
constexpr std::chrono::seconds wait_max{60};
// How often a call is made where nothing listens.
constexpr int unreachable_max = 3;

}  // namespace call_limits

// An invocation that the function answered.
struct answered_call {
  std::string request_id{};
  std::string payload{};
  std::string emulated{};  // The function's architecture where an emulator ran it; else empty.
  // From the first byte sent to the last one received, of the attempt that reached the function.
  double client_ms = 0;
  std::chrono::system_clock::time_point began{};
};

// Invokes and waits for the answer. What certainly did not reach the function is tried again; a
// function's error is a failure. `with` makes a single attempt of each call (attempts_max 1), or
// pauses between attempts would count as latency.
[[nodiscard]] std::expected<answered_call, failure> call(aws::client& with,
                                                         const aws::lambda::invocation& what,
                                                         const aws::lambda::sleeper& sleep);

struct measured_invocation {
  answered_call answer{};
  invocation_report report{};
};

// The same, and waits for Lambda's report on it. `what` is synchronous.
[[nodiscard]] std::expected<measured_invocation, failure> measure(
    aws::client& with, report_reader& reader, const aws::lambda::invocation& what,
    const aws::lambda::sleeper& sleep);

}  // namespace lambent::cli::bench
