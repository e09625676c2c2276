// Where an event stands in its group: by time, then by arrival. Written as 56 digits it is the
// event's id and the inside of paging tokens; segments are never rewritten, so it never changes.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambent::logs {

struct position {
  std::int64_t timestamp_ms = 0;
  std::uint32_t segment = 0;  // Number of the segment within its group.
  std::uint32_t offset = 0;   // Of the record in the segment.
  std::uint32_t index = 0;    // Of the event in the record.

  friend auto operator<=>(const position&, const position&) = default;
};

inline constexpr std::uint32_t segment_number_max = 99'999'999;  // Eight digits of the text.

[[nodiscard]] std::string to_text(const position& at, std::uint32_t group = 0);
[[nodiscard]] std::optional<position> parse_position(std::string_view text);

}  // namespace lambent::logs
