#include "aws/protocol/event_stream.hpp"

#include <zlib.h>

#include <cstdint>

namespace lambent::aws {
namespace {

// Total length, length of the headers, and the checksum of these two.
constexpr std::size_t prelude_bytes = 12;
constexpr std::size_t checksum_bytes = 4;

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

void append_big_endian(std::string& out, std::uint64_t value, unsigned bytes) {
  for (unsigned i = bytes; i > 0; --i) out += static_cast<char>(value >> (8 * (i - 1)) & 0xffU);
}

std::uint64_t checksum(std::string_view bytes) {
  return ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
}

std::int64_t as_signed(std::uint64_t value, std::size_t bytes) {
  std::size_t unused_bits = 64 - 8 * bytes;
  return static_cast<std::int64_t>(value << unused_bits) >> unused_bits;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (char c : bytes) {
    auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

// Takes values off the front of a message's headers.
class header_reader {
public:
  explicit header_reader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }

  result<name_value> next() {
    std::string name = TRY(sized(1));
    if (name.empty()) return fail("a header has no name");
    std::string said = TRY(value());
    return name_value{std::move(name), std::move(said)};
  }

private:
  result<std::string_view> take(std::size_t bytes) {
    if (bytes > rest_.size()) return fail("a header is longer than the message's headers");
    std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }

  result<std::size_t> number(std::size_t bytes) {
    return static_cast<std::size_t>(big_endian(TRY(take(bytes))));
  }

  // Bytes behind their own number.
  result<std::string> sized(std::size_t length_bytes) {
    std::size_t length = TRY(number(length_bytes));
    return std::string(TRY(take(length)));
  }

  result<std::string> integer(std::size_t bytes) {
    std::string_view taken = TRY(take(bytes));
    return std::to_string(as_signed(big_endian(taken), bytes));
  }

  result<std::string> value() {
    enum type : std::size_t {
      yes,
      no,
      byte,
      short_integer,
      integer32,
      long_integer,
      bytes,
      string,
      timestamp,
      uuid
    };
    constexpr std::size_t uuid_bytes = 16;
    switch (TRY(number(1))) {
      case yes:
        return std::string("true");
      case no:
        return std::string("false");
      case byte:
        return integer(1);
      case short_integer:
        return integer(2);
      case integer32:
        return integer(4);
      case long_integer:
      case timestamp:  // Milliseconds since 1970.
        return integer(8);
      case bytes:
      case string:
        return sized(2);
      case uuid:
        return hex(TRY(take(uuid_bytes)));
      default:
        return fail("a header's value has an unknown type");
    }
  }

  std::string_view rest_;
};

}  // namespace

std::string_view event_message::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

result<std::optional<event_message>> event_stream_decoder::next() {
  std::string_view bytes = std::string_view(unread_).substr(taken_);
  if (bytes.size() < prelude_bytes) return std::nullopt;
  if (checksum(bytes.substr(0, 8)) != big_endian(bytes.substr(8, 4)))
    return fail("the checksum of a message's lengths is wrong");
  auto total = static_cast<std::size_t>(big_endian(bytes.substr(0, 4)));
  auto headers = static_cast<std::size_t>(big_endian(bytes.substr(4, 4)));
  if (headers > header_bytes_max) return fail("a message's headers are longer than 131072 bytes");
  std::size_t overhead = prelude_bytes + headers + checksum_bytes;
  if (total < overhead) return fail("a message is shorter than its headers");
  if (total - overhead > payload_bytes_max)
    return fail("a message's payload is longer than 25165824 bytes");
  if (bytes.size() < total) return std::nullopt;

  std::string_view message = bytes.substr(0, total);
  if (checksum(message.substr(0, total - checksum_bytes)) !=
      big_endian(message.substr(total - checksum_bytes)))
    return fail("the checksum of a message is wrong");
  event_message out{.payload =
                        std::string(message.substr(prelude_bytes + headers, total - overhead))};
  for (header_reader from(message.substr(prelude_bytes, headers)); !from.done();)
    out.headers.push_back(TRY(from.next()));
  taken_ += total;
  if (taken_ == unread_.size() || taken_ > payload_bytes_max) {
    unread_.erase(0, taken_);
    taken_ = 0;
  }
  return out;
}

std::string encode_event(const event_message& message) {
  constexpr char string_type = 7;
  std::string headers;
  for (const auto& [name, value] : message.headers) {
    append_big_endian(headers, name.size(), 1);
    headers.append(name) += string_type;
    append_big_endian(headers, value.size(), 2);
    headers.append(value);
  }
  std::string out;
  append_big_endian(out, prelude_bytes + headers.size() + message.payload.size() + checksum_bytes,
                    4);
  append_big_endian(out, headers.size(), 4);
  append_big_endian(out, checksum(out), 4);
  out.append(headers).append(message.payload);
  append_big_endian(out, checksum(out), 4);
  return out;
}

}  // namespace lambent::aws
