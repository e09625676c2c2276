// The bytes of a response head, and of chunks.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/http/message.hpp"

namespace lambent::http {

// How the end of a body is found.
enum class body_framing : std::uint8_t { length, chunked, until_close };

// Status line, the response's own headers, Content-Length or Transfer-Encoding, Date and, when
// asked, Connection: close. A status without a body has neither of the two.
[[nodiscard]] std::string response_head(const response& answer, body_framing framing, bool close);

// 1xx, 204 and 304 have no body (RFC 9110 §6.4.1).
[[nodiscard]] constexpr bool bodiless(int status) {
  return status < 200 || status == 204 || status == 304;
}

// The line before a chunk of this many bytes (RFC 9112 §7.1): "1a\r\n", in `scratch`.
using chunk_head_buffer = std::array<char, 18>;
[[nodiscard]] std::string_view chunk_head(std::size_t bytes, chunk_head_buffer& scratch);

[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace lambent::http
