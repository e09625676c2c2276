// Times that events carry as numbers since 1970-01-01T00:00:00Z. The number stays as it came;
// time() is the point in time. Times in ISO 8601 are plain strings.
#pragma once

#include <lambent/json/reader.hpp>
#include <lambent/json/writer.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace lambent::events {

/// UTC, in milliseconds: the finest that AWS's events give.
using time_point = std::chrono::sys_time<std::chrono::milliseconds>;

/// A JSON integer: milliseconds.
struct epoch_milliseconds {
  std::int64_t count = 0;

  [[nodiscard]] time_point time() const noexcept {
    return time_point(std::chrono::milliseconds(count));
  }

  friend auto operator<=>(const epoch_milliseconds&, const epoch_milliseconds&) = default;
};

/// A JSON number: seconds, often with a fraction.
struct epoch_seconds {
  double count = 0;

  /// To the nearest millisecond; what lies beyond the year 9999 either way stays there.
  [[nodiscard]] time_point time() const noexcept {
    constexpr double limit = 253402300799999;
    const double milliseconds = std::fmin(std::fmax(count * 1000, -limit), limit);
    return time_point(std::chrono::milliseconds(std::llround(milliseconds)));
  }

  friend auto operator<=>(const epoch_seconds&, const epoch_seconds&) = default;
};

/// Milliseconds as decimal digits in a string, as SQS has them; empty when it is something else.
[[nodiscard]] inline std::optional<time_point> time_of_milliseconds(std::string_view text) {
  epoch_milliseconds out;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out.count);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out.time();
}

inline bool decode(json::reader& in, epoch_milliseconds& out) { return in.read(out.count); }
inline void encode(json::writer& out, const epoch_milliseconds& value) { out.value(value.count); }
inline bool decode(json::reader& in, epoch_seconds& out) { return in.read(out.count); }
inline void encode(json::writer& out, const epoch_seconds& value) { out.value(value.count); }

}  // namespace lambent::events
