// Bytes in JSON as numbers.
#include <lambent/events/binary.hpp>

#include <cstdint>
#include <string>

namespace lambent::events {

bool decode(json::reader& in, byte_array& out) {
  out.bytes.clear();
  if (!in.begin_array()) return false;
  while (in.next_element()) {
    std::int64_t number = 0;
    if (!in.read(number)) return false;
    if (number < -128 || number > 255) {
      return in.fail("expected a byte, found " + std::to_string(number));
    }
    out.bytes += static_cast<char>(number);
  }
  return !in.failed();
}

void encode(json::writer& out, const byte_array& value) {
  out.begin_array();
  for (const char byte : value.bytes) out.value(static_cast<signed char>(byte));
  out.end_array();
}

}  // namespace lambent::events
