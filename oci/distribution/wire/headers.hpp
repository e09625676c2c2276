// What registries say in headers: where a list goes on, how much of an upload they have, which part
// of a blob comes, how long to wait. Pure; what cannot be read is nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambent::oci::distribution {

// Decimal digits and nothing else.
[[nodiscard]] std::optional<std::uint64_t> whole_number(std::string_view text);

// The target of `Link: <…>; rel="next"` (RFC 8288); empty when there is none.
[[nodiscard]] std::string next_link(std::string_view link);

// `Range: 0-1023` of an upload's answer: 1024 bytes have come. "0-0" is said of none and of one;
// it is read as none.
[[nodiscard]] std::optional<std::uint64_t> received_bytes(std::string_view range);

// `Content-Range: bytes 5-9/10` of a 206 (RFC 9110, 14.4).
struct content_range {
  std::uint64_t first = 0, last = 0;
  std::optional<std::uint64_t> total{};  // Nothing for '*'.
};
[[nodiscard]] std::optional<content_range> parse_content_range(std::string_view value);

// `Retry-After`: seconds, or a date (RFC 9110, 10.2.3). Never negative, at most
// limits::asked_wait_max.
[[nodiscard]] std::optional<std::chrono::seconds> asked_wait(
    std::string_view retry_after, std::chrono::system_clock::time_point now);

}  // namespace lambent::oci::distribution
