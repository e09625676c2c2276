// Packets from the other side of the sandbox's socket: decoding never reads outside them, and what
// decodes encodes back to the same meaning.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sandbox/protocol.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view packet(reinterpret_cast<const char*>(data), size);
  if (auto request = lambent::sandbox::decode_request(packet)) {
    auto again = lambent::sandbox::decode_request(lambent::sandbox::encode(*request));
    if (!again || again->index() != request->index()) std::abort();
  }
  if (auto reply = lambent::sandbox::decode_reply(packet)) {
    if (lambent::sandbox::encode(*reply) != packet) std::abort();
  }
  return 0;
}
