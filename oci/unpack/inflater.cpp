#include "oci/unpack/inflater.hpp"

#include <zstd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "oci/pack/gzip.hpp"

namespace lambent::oci {
namespace {

std::unexpected<error> not_wanted() { return fail("the rest of the layer is not wanted"); }

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

class gzip_inflater final : public inflater {
public:
  // The pipe counts what comes out.
  explicit gzip_inflater(piece_pipe& to)
      : to_(to),
        unpacker_([this](std::string_view piece) { return to_.feed(piece); },
                  std::numeric_limits<std::uint64_t>::max()) {}

  result<> feed(std::string_view packed) override { return unpacker_.add(packed); }
  result<> finish() override { return unpacker_.finish(); }

private:
  plain to_;
  gzip_unpacker unpacker_;
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
