#include "oci/pack/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <utility>

namespace lambent::oci {
namespace {

constexpr std::size_t piece_bytes = 256UL * 1024;
constexpr int gzip_window_bits = 15 + 16;  // 16: gzip's header and trailer instead of zlib's.
constexpr int memory_level = 8;            // zlib's default.
constexpr int level = 6;                   // What docker, skopeo and gzip take.

Bytef* writable(std::string& buffer) { return reinterpret_cast<Bytef*>(buffer.data()); }

// zlib's input is not const, but it is not written to.
Bytef* readable(std::string_view bytes) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

}  // namespace

bool is_gzip(std::string_view first_bytes) { return first_bytes.starts_with("\x1f\x8b"); }
bool is_zstd(std::string_view first_bytes) { return first_bytes.starts_with("\x28\xb5\x2f\xfd"); }

struct gzip_packer::state {
  z_stream stream{};
  std::string out = std::string(piece_bytes, '\0');
};

// deflateInit2 and inflateInit2 fail only when memory is exhausted or zlib is another than that
// compiled against: nothing here can go on then.
gzip_packer::gzip_packer(sink to) : state_(std::make_unique<state>()), to_(std::move(to)) {
  if (deflateInit2(&state_->stream, level, Z_DEFLATED, gzip_window_bits, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    std::abort();
}

gzip_packer::~gzip_packer() { deflateEnd(&state_->stream); }

result<> gzip_packer::run(int flush) {
  z_stream& stream = state_->stream;
  do {
    stream.next_out = writable(state_->out);
    stream.avail_out = static_cast<uInt>(state_->out.size());
    if (int code = deflate(&stream, flush); code == Z_STREAM_ERROR)
      return fail("gzip: zlib's state is broken");
    TRY(to_({state_->out.data(), state_->out.size() - stream.avail_out}));
  } while (stream.avail_out == 0);
  return {};
}

result<> gzip_packer::add(std::string_view piece) {
  while (!piece.empty()) {
    std::string_view part = piece.substr(0, piece_bytes);
    state_->stream.next_in = readable(part);
    state_->stream.avail_in = static_cast<uInt>(part.size());
    TRY(run(Z_NO_FLUSH));
    piece.remove_prefix(part.size());
  }
  return {};
}

result<> gzip_packer::finish() { return run(Z_FINISH); }

struct gzip_unpacker::state {
  z_stream stream{};
  std::string out = std::string(piece_bytes, '\0');
  bool between_members = true;
  bool any = false;
};

gzip_unpacker::gzip_unpacker(sink to, std::uint64_t bytes_max)
    : state_(std::make_unique<state>()),
      to_(std::move(to)),
      bytes_max_(bytes_max),
      left_(bytes_max) {
  if (inflateInit2(&state_->stream, gzip_window_bits) != Z_OK) std::abort();
}

gzip_unpacker::~gzip_unpacker() { inflateEnd(&state_->stream); }

// One call of inflate with an empty buffer for what it makes.
result<> gzip_unpacker::step() {
  z_stream& stream = state_->stream;
  stream.next_out = writable(state_->out);
  stream.avail_out = static_cast<uInt>(state_->out.size());
  int code = inflate(&stream, Z_NO_FLUSH);
  if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
    return fail(std::string("gzip: ") + (stream.msg == nullptr ? "broken data" : stream.msg));
  std::size_t made = state_->out.size() - stream.avail_out;
  if (made > left_)
    return fail(
        "gzip: it unpacks to more than the " + std::to_string(bytes_max_) + " bytes that are taken",
        "make it smaller: AWS Lambda runs images of up to 10 GiB, unpacked");
  left_ -= made;
  state_->between_members = code == Z_STREAM_END;
  return to_({state_->out.data(), made});
}

result<> gzip_unpacker::add(std::string_view piece) {
  z_stream& stream = state_->stream;
  while (!piece.empty()) {
    if (state_->between_members) inflateReset(&stream);
    state_->any = true;
    std::string_view part = piece.substr(0, piece_bytes);
    stream.next_in = readable(part);
    stream.avail_in = static_cast<uInt>(part.size());
    TRY(step());
    piece.remove_prefix(part.size() - stream.avail_in);
  }
  // What zlib holds back for want of room comes out without new input.
  while (state_->any && !state_->between_members && stream.avail_out == 0) TRY(step());
  return {};
}

result<> gzip_unpacker::finish() {
  if (!state_->any || !state_->between_members) return fail("gzip: the data ends too early");
  return {};
}

}  // namespace lambent::oci
