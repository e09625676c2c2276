// What the client of AWS never exceeds, with units, in one place.
#pragma once

#include <chrono>
#include <cstddef>

namespace lambent::aws::limits {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds connect_timeout{10};
// The longest silence on an open connection, as in the SDKs.
constexpr seconds read_timeout{60};
// A function runs for 900 s at most (Lambda quotas); the rest is for the way there and back.
constexpr seconds invoke_read_timeout{960};

constexpr std::size_t response_body_bytes_max = 64UL * 1024 * 1024;
// What libcurl reads or sends at once of a body that is streamed.
constexpr long large_buffer_bytes = 256L * 1024;
constexpr std::size_t response_header_bytes_max = 256UL * 1024;
// Of one list; an account has some thousand functions, and a page fifty.
constexpr int pages_max = 1000;
// A refusal that is meant to be streamed is kept for its message only.
constexpr std::size_t error_body_bytes_max = 1024UL * 1024;

}  // namespace lambent::aws::limits
