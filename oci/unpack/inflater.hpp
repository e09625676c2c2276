// Takes a blob as it is packed and gives the tar that is in it.
#pragma once

#include <memory>
#include <string_view>

#include "base/error.hpp"
#include "oci/media_type.hpp"
#include "oci/unpack/piece_pipe.hpp"

namespace lambent::oci {

class inflater {
public:
  virtual ~inflater() = default;
  // Fails when the bytes are not of this packing, and when nobody wants more.
  [[nodiscard]] virtual result<> feed(std::string_view packed) = 0;
  // Nothing more comes. Fails when the stream is not complete.
  [[nodiscard]] virtual result<> finish() = 0;
};

// gzip may have several members (RFC 1952), zstd several frames (RFC 8878): one after the other,
// nothing between them and nothing after. `to` outlives the inflater.
[[nodiscard]] std::unique_ptr<inflater> make_inflater(media_type::packing, piece_pipe& to);

}  // namespace lambent::oci
