#include "oci/blob_source.hpp"

#include "oci/limits.hpp"

namespace lambent::oci {

result<std::string> read_document(blob_source& from, const descriptor& which) {
  if (which.size > limits::document_max_bytes)
    return fail("read " + which.digest.text() + " (" + which.media_type + "): it has " +
                std::to_string(which.size) + " bytes, more than the " +
                std::to_string(limits::document_max_bytes) + " that a document may have");
  std::string out;
  out.reserve(which.size);
  TRY(from.read(which, [&out](std::string_view piece) -> result<> {
    out += piece;
    return {};
  }));
  return out;
}

}  // namespace lambent::oci
