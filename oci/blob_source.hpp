// Where an image's blobs come from: a layout, an archive, a registry, the engine's store.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "oci/descriptor.hpp"

namespace lambent::oci {

// Takes the next piece of a blob. An error ends the reading and is what `read` answers.
using sink = std::function<result<>(std::string_view piece)>;

class blob_source {
public:
  virtual ~blob_source() = default;

  // What the image's name says: a manifest or an index, not yet looked into.
  [[nodiscard]] virtual result<descriptor> root() = 0;

  // Every byte of the blob, in order, in pieces of at most 1 MiB. Size and digest are checked
  // against the descriptor: when the answer is no error, what `to` saw was the blob, whole. Until
  // then it may have been anything. May be called by several threads at once.
  [[nodiscard]] virtual result<> read(const descriptor&, const sink& to) = 0;
};

// A manifest, an index or a configuration, whole; at most limits::document_max_bytes.
[[nodiscard]] result<std::string> read_document(blob_source&, const descriptor&);

}  // namespace lambent::oci
