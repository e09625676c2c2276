#include "engine/http/event_stream.hpp"

#include <zlib.h>

#include <cstdint>

namespace lambent::http {
namespace {

constexpr char string_type = 7;
constexpr std::size_t prelude_bytes = 12;
constexpr std::size_t crc_bytes = 4;
constexpr std::size_t around_header_bytes = 4;  // Lengths of name and value, and the type.

void put16(std::string& out, std::size_t value) {
  out += static_cast<char>(value >> 8 & 0xff);
  out += static_cast<char>(value & 0xff);
}

void put32(std::string& out, std::size_t value) {
  put16(out, value >> 16);
  put16(out, value);
}

std::size_t crc_of(std::string_view bytes) {
  return ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

}  // namespace

std::string event_message(std::span<const event_header> headers, std::string_view payload) {
  std::size_t headers_bytes = 0;
  for (const auto& [name, value] : headers)
    headers_bytes += around_header_bytes + name.size() + value.size();
  std::string out;
  const std::size_t whole = prelude_bytes + headers_bytes + payload.size() + crc_bytes;
  out.reserve(whole);
  put32(out, whole);
  put32(out, headers_bytes);
  put32(out, crc_of(out));
  for (const auto& [name, value] : headers) {
    out += static_cast<char>(name.size());
    out += name;
    out += string_type;
    put16(out, value.size());
    out += value;
  }
  out += payload;
  put32(out, crc_of(out));
  return out;
}

}  // namespace lambent::http
