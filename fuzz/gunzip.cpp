// Arbitrary bytes as gzip, and as the deflate data inside it, against zlib: what one takes, the
// other must take, with the same content, up to the limit.
#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/src/events/inflate.hpp"

namespace {

constexpr std::size_t limit = std::size_t{1} << 16;

// The content of the deflate data at the front, and how long the data is; empty when zlib refuses
// it or it holds more than the limit.
std::optional<std::string> by_zlib(std::string_view in, std::size_t& taken) {
  std::string out(limit, '\0');
  z_stream stream{};
  if (inflateInit2(&stream, -15) != Z_OK) std::abort();
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = inflate(&stream, Z_FINISH);
  taken = in.size() - stream.avail_in;
  out.resize(out.size() - stream.avail_out);
  inflateEnd(&stream);
  if (ended != Z_STREAM_END) return std::nullopt;
  return out;
}

std::string little_endian(std::uint32_t value) {
  std::string out;
  for (int i = 0; i < 4; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}

// The data with the header and the end that it needs; without an end that fits, none will do.
std::string member(std::string_view deflated, std::string_view content) {
  const auto* const bytes = reinterpret_cast<const Bytef*>(content.data());
  const auto size = static_cast<std::uint32_t>(content.size());
  return std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) + std::string(deflated) +
         little_endian(static_cast<std::uint32_t>(crc32(0, bytes, size))) + little_endian(size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view in(reinterpret_cast<const char*>(data), size);
  const auto whole = lambent::events::gunzip(in, limit);
  if (whole && whole->size() > limit) std::abort();

  std::size_t taken = 0;
  const auto theirs = by_zlib(in, taken);
  const auto ours =
      lambent::events::gunzip(member(in.substr(0, taken), theirs.value_or("")), limit);
  if (theirs.has_value() != ours.has_value()) std::abort();
  if (theirs && *theirs != *ours) std::abort();
  return 0;
}
