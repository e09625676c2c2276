// The ways in which AWS and HTTP write a moment. All are UTC; nothing reads a clock.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lambent::aws {

using std::chrono::sys_seconds;

[[nodiscard]] std::string amz_date(sys_seconds time);  // "20150830T123600Z", as in X-Amz-Date.

// Empty for what is not written exactly so.
[[nodiscard]] std::optional<sys_seconds> parse_amz_date(std::string_view text);
// "Sun, 30 Aug 2015 12:36:00 GMT": RFC 9110 section 5.6.7, the one form that is sent today.
[[nodiscard]] std::optional<sys_seconds> parse_http_date(std::string_view text);
// "2015-08-30T12:36:00Z", "…00.123Z" or "…00+02:00": RFC 3339. Fractions are dropped.
[[nodiscard]] std::optional<sys_seconds> parse_rfc3339(std::string_view text);

}  // namespace lambent::aws
