// Takes apart a stream of messages in AWS's binary form, application/vnd.amazon.eventstream, as its
// bytes arrive. Both checksums of every message are checked. Pure.
// "Event stream encoding", docs.aws.amazon.com/lexv2/latest/dg/event-stream-encoding.html.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/message.hpp"
#include "base/error.hpp"

namespace lambent::aws {

struct event_message {
  std::vector<name_value> headers{};  // Strings as they are, other types in text form.
  std::string payload{};

  [[nodiscard]] std::string_view header(std::string_view name) const;  // Empty when absent.
};

class event_stream_decoder {
public:
  // A message's headers and payload, by AWS's limits.
  static constexpr std::size_t header_bytes_max = 128UL * 1024;
  static constexpr std::size_t payload_bytes_max = 24UL * 1024 * 1024;

  void feed(std::string_view bytes) { unread_.append(bytes); }

  // The next whole message; nothing while it is not whole. After an error the stream is lost.
  [[nodiscard]] result<std::optional<event_message>> next();

  // No message has begun and not ended.
  [[nodiscard]] bool at_end() const { return taken_ == unread_.size(); }

private:
  std::string unread_;
  std::size_t taken_ = 0;  // Of `unread_`, so that its front is not moved for each message.
};

// The bytes of one message with string headers: for tests, and for who serves such a stream.
[[nodiscard]] std::string encode_event(const event_message& message);

}  // namespace lambent::aws
