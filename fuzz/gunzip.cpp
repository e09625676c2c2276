// gzip data of arbitrary bytes against zlib: what one takes, the other must take, with the same
// content, up to the limit.
#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/src/events/inflate.hpp"

namespace {

constexpr std::size_t limit = 1 << 20;

// One member after the other, nothing behind them; empty when zlib refuses or needs more room.
std::optional<std::string> by_zlib(std::string_view in) {
  std::string out(limit, '\0');
  std::size_t size = 0;
  do {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) std::abort();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + size);
    stream.avail_out = static_cast<uInt>(out.size() - size);
    const int ended = inflate(&stream, Z_FINISH);
    const std::size_t taken = in.size() - stream.avail_in;
    size = out.size() - stream.avail_out;
    inflateEnd(&stream);
    if (ended != Z_STREAM_END) return std::nullopt;
    in.remove_prefix(taken);
  } while (!in.empty());
  out.resize(size);
  return out;
}

// zlib checks the header's own checksum; Lambent skips it, as most readers do.
bool has_header_checksum(std::string_view in) { return in.size() > 3 && (in[3] & 2) != 0; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view in(reinterpret_cast<const char*>(data), size);
  const auto ours = lambent::events::gunzip(in, limit);
  const auto theirs = by_zlib(in);
  if (ours && ours->size() > limit) std::abort();
  if (theirs && (!ours || *ours != *theirs)) std::abort();
  if (ours && !theirs && !has_header_checksum(in)) std::abort();
  return 0;
}
