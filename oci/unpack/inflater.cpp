#include "oci/unpack/inflater.hpp"

#include <zlib.h>
#include <zstd.h>

#include <cstdlib>
#include <cstring>

namespace lambent::oci {
namespace {

std::unexpected<error> not_wanted() { return fail("the rest of the layer is not wanted"); }

class gzip_inflater final : public inflater {
public:
  explicit gzip_inflater(piece_pipe& to) : to_(to) {
    // 15: the largest window; 16: a gzip header and its checksum. Fails without memory only.
    if (inflateInit2(&stream_, 15 + 16) != Z_OK) std::abort();
  }
  gzip_inflater(const gzip_inflater&) = delete;
  gzip_inflater& operator=(const gzip_inflater&) = delete;
  ~gzip_inflater() override { inflateEnd(&stream_); }

  result<> feed(std::string_view packed) override {
    // zlib does not write there; its interface is older than const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    // With its room filled, zlib may hold more than it was given room for.
    for (bool more = true; stream_.avail_in > 0 || more;) {
      if (between_members_) {
        if (stream_.avail_in == 0) return {};
        inflateReset(&stream_);
        between_members_ = false;
      }
      auto room = to_.room();
      if (room.empty()) return not_wanted();
      stream_.next_out = reinterpret_cast<Bytef*>(room.data());
      stream_.avail_out = static_cast<uInt>(room.size());
      int answer = ::inflate(&stream_, Z_NO_FLUSH);
      TRY(to_.filled(room.size() - stream_.avail_out));
      more = stream_.avail_out == 0;
      if (answer == Z_STREAM_END)
        between_members_ = complete_ = true;
      else if (answer == Z_BUF_ERROR)
        more = false;
      else if (answer != Z_OK)
        return fail(std::string("the layer's gzip stream is damaged: ") +
                    (stream_.msg != nullptr ? stream_.msg : "it needs a dictionary"));
    }
    return {};
  }

  result<> finish() override {
    if (complete_ && between_members_) return {};
    return fail("the layer's gzip stream was cut off");
  }

private:
  piece_pipe& to_;
  z_stream stream_{};
  bool between_members_ = false, complete_ = false;
};

class zstd_inflater final : public inflater {
public:
  explicit zstd_inflater(piece_pipe& to) : to_(to), stream_(ZSTD_createDCtx()) {
    if (!stream_) std::abort();  // Without memory only. Windows above 128 MiB it refuses itself.
  }

  result<> feed(std::string_view packed) override {
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    for (bool more = true; in.pos < in.size || more;) {
      auto room = to_.room();
      if (room.empty()) return not_wanted();
      ZSTD_outBuffer out{room.data(), room.size(), 0};
      std::size_t answer = ZSTD_decompressStream(stream_.get(), &out, &in);
      if (ZSTD_isError(answer) != 0)
        return fail(std::string("the layer's zstd stream is damaged: ") +
                    ZSTD_getErrorName(answer));
      TRY(to_.filled(out.pos));
      more = out.pos == out.size;
      // 0: a frame has ended, and all of it is out.
      if (in.pos > 0 || out.pos > 0) complete_ = answer == 0;
      if (answer == 0) more = false;
    }
    return {};
  }

  result<> finish() override {
    if (complete_) return {};
    return fail("the layer's zstd stream was cut off");
  }

private:
  struct freed {
    void operator()(ZSTD_DCtx* one) const { ZSTD_freeDCtx(one); }
  };
  piece_pipe& to_;
  std::unique_ptr<ZSTD_DCtx, freed> stream_;
  bool complete_ = false;
};

class plain final : public inflater {
public:
  explicit plain(piece_pipe& to) : to_(to) {}

  result<> feed(std::string_view packed) override {
    while (!packed.empty()) {
      auto room = to_.room();
      if (room.empty()) return not_wanted();
      auto taken = std::min(room.size(), packed.size());
      std::memcpy(room.data(), packed.data(), taken);
      TRY(to_.filled(taken));
      packed.remove_prefix(taken);
    }
    return {};
  }
  result<> finish() override { return {}; }

private:
  piece_pipe& to_;
};

}  // namespace

std::unique_ptr<inflater> make_inflater(media_type::packing packing, piece_pipe& to) {
  switch (packing) {
    case media_type::packing::gzip:
      return std::make_unique<gzip_inflater>(to);
    case media_type::packing::zstd:
      return std::make_unique<zstd_inflater>(to);
    default:
      return std::make_unique<plain>(to);
  }
}

}  // namespace lambent::oci
