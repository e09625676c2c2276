// Messages of AWS's event stream encoding, the binary frames of a streamed answer. Values in, bytes
// out. Source: https://smithy.io/2.0/aws/amazon-eventstream.html
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lambent::http {

// Its value is a string, of at most 32,767 bytes.
struct event_header {
  std::string_view name;  // At most 255 bytes.
  std::string_view value;
};

// [bytes of all u32][bytes of headers u32][crc of these][headers][payload][crc of all], big-endian.
[[nodiscard]] std::string event_message(std::span<const event_header> headers,
                                        std::string_view payload);

}  // namespace lambent::http
