// Any bytes as an event stream, in any pieces: the pieces change nothing, messages are no more than
// what was given, and what is encoded again is read as the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "aws/protocol/event_stream.hpp"

using namespace lambent::aws;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

struct outcome {
  std::vector<event_message> messages;
  bool failed = false;
};

outcome decode(std::string_view bytes, std::size_t piece_bytes) {
  outcome out;
  event_stream_decoder from;
  for (std::size_t at = 0; at < bytes.size() && !out.failed; at += piece_bytes) {
    from.feed(bytes.substr(at, piece_bytes));
    while (true) {
      auto message = from.next();
      out.failed = !message.has_value();
      if (out.failed || !*message) break;
      out.messages.push_back(**std::move(message));
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  outcome whole = decode(bytes, size + 1);
  outcome pieces = decode(bytes, 7);
  require(whole.failed == pieces.failed);
  require(whole.messages.size() == pieces.messages.size());
  std::size_t payload_bytes = 0;
  for (const event_message& each : whole.messages) payload_bytes += each.payload.size();
  require(payload_bytes <= size);

  // The same bytes as headers and payload, with checksums that are right.
  event_message made{.payload = std::string(bytes)};
  constexpr std::size_t name_bytes_max = 255;
  std::string_view name = bytes.substr(0, bytes.empty() ? 0 : bytes.size() % name_bytes_max);
  if (!name.empty()) made.headers.emplace_back(name, bytes.substr(0, 1000));
  outcome again = decode(encode_event(made), 5);
  require(!again.failed && again.messages.size() == 1);
  require(again.messages[0].headers == made.headers && again.messages[0].payload == made.payload);
  return 0;
}
