// The little JSON the runtime writes itself: strings, from text that may be anything.
// Nothing here reads JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lambent::json_text {

// Appends `text` as a JSON string, quotes included. Invalid UTF-8 becomes U+FFFD, one per bad
// sequence. Stops, at a character's border and with "…", before adding more than `bytes_max` bytes.
void append_string(std::string& out, std::string_view text, std::size_t bytes_max);

// How many bytes at the front of `text` stand for themselves in a JSON string: printable ASCII but
// quotes and backslashes.
[[nodiscard]] std::size_t plain_prefix(std::string_view text) noexcept;

// Length of the valid UTF-8 sequence at the front of `text`; 0 when there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;

// How many bytes at the front of `text` one U+FFFD stands for when utf8_length() says 0.
[[nodiscard]] std::size_t invalid_length(std::string_view text) noexcept;

}  // namespace lambent::json_text
