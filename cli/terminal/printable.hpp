// Text from outside for a terminal: what would move the cursor, colour or retitle it is shown, not
// done. ECMA-48, 5.3; https://cwe.mitre.org/data/definitions/150.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lambent::cli {

enum class line_ends : std::uint8_t { stay, are_shown };

// Control characters (C0, DEL, C1) and bytes that are no UTF-8 become `\x1b` and the like; tabs
// stay, and where they may, line feeds.
[[nodiscard]] std::string printable(std::string_view text, line_ends ends = line_ends::stay);

}  // namespace lambent::cli
