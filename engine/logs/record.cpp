#include "engine/logs/record.hpp"

#include <zlib.h>

#include <array>

namespace lambent::logs {
namespace {

void store_u32(char* to, std::uint32_t value) {
  for (unsigned i = 0; i < 4; ++i) to[i] = static_cast<char>((value >> (8 * i)) & 0xff);
}

std::uint32_t load_u32(const char* from) {
  std::uint32_t value = 0;
  for (unsigned i = 0; i < 4; ++i)
    value |= std::uint32_t{static_cast<unsigned char>(from[i])} << (8 * i);
  return value;
}

// The length is part of the sum: a run of zeros, as a lost page leaves it, is then no valid record.
std::uint32_t checksum(std::string_view payload) {
  std::array<char, 4> length;
  store_u32(length.data(), static_cast<std::uint32_t>(payload.size()));
  const auto* head = reinterpret_cast<const Bytef*>(length.data());
  const auto* body = reinterpret_cast<const Bytef*>(payload.data());
  const auto seed = crc32_z(1, head, length.size());
  return static_cast<std::uint32_t>(crc32_z(seed, body, payload.size()));
}

}  // namespace

record_writer::record_writer(std::string& out) : out_(out), start_(out.size()) {
  out_.append(record_header_bytes, '\0');
}

record_writer& record_writer::u8(std::uint8_t value) {
  out_.push_back(static_cast<char>(value));
  return *this;
}

record_writer& record_writer::u32(std::uint32_t value) {
  std::array<char, 4> bytes;
  store_u32(bytes.data(), value);
  out_.append(bytes.data(), bytes.size());
  return *this;
}

record_writer& record_writer::i64(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return u32(static_cast<std::uint32_t>(bits)).u32(static_cast<std::uint32_t>(bits >> 32));
}

record_writer& record_writer::text(std::string_view value) {
  u32(static_cast<std::uint32_t>(value.size()));
  out_.append(value);
  return *this;
}

void record_writer::finish() {
  const auto payload = std::string_view(out_).substr(start_ + record_header_bytes);
  const auto sum = checksum(payload);
  store_u32(out_.data() + start_, static_cast<std::uint32_t>(payload.size()));
  store_u32(out_.data() + start_ + 4, sum);
}

std::string_view field_reader::take(std::size_t bytes) {
  if (!ok_ || bytes > rest_.size()) {
    ok_ = false;
    return {};
  }
  const auto field = rest_.substr(0, bytes);
  rest_.remove_prefix(bytes);
  return field;
}

std::uint8_t field_reader::u8() {
  const auto field = take(1);
  return field.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(field[0]);
}

std::uint32_t field_reader::u32() {
  const auto field = take(4);
  return field.empty() ? 0 : load_u32(field.data());
}

std::int64_t field_reader::i64() {
  const auto low = std::uint64_t{u32()};
  const auto high = std::uint64_t{u32()};
  return ok_ ? static_cast<std::int64_t>(low | high << 32) : 0;
}

std::string_view field_reader::text() { return take(u32()); }

std::optional<std::string_view> record_reader::next() {
  while (bytes_.size() - at_ >= record_header_bytes) {
    const std::size_t size = load_u32(bytes_.data() + at_);
    if (size > record_payload_bytes_max || size > bytes_.size() - at_ - record_header_bytes)
      return {};
    const auto payload = bytes_.substr(at_ + record_header_bytes, size);
    const bool intact = load_u32(bytes_.data() + at_ + 4) == checksum(payload);
    const auto begin = at_;
    at_ += record_header_bytes + size;
    if (intact) {
      offset_ = begin;
      good_end_ = at_;
      return payload;
    }
    if (!first_damaged_) first_damaged_ = begin;
  }
  return {};
}

}  // namespace lambent::logs
