#include "oci/blob_check.hpp"

#include <string>

namespace lambent::oci {

result<> blob_check::add(std::string_view piece) {
  if (piece.size() > expected_.size - seen_)
    return fail("blob " + expected_.digest.text() + " is longer than the " +
                std::to_string(expected_.size) + " bytes that its descriptor says");
  seen_ += piece.size();
  hasher_.add(piece);
  return {};
}

sink blob_check::before(const sink& next) {
  return [this, &next](std::string_view piece) -> result<> {
    TRY(add(piece));
    return next(piece);
  };
}

result<> blob_check::finish() {
  if (seen_ != expected_.size)
    return fail("blob " + expected_.digest.text() + " is truncated: it has " +
                std::to_string(seen_) + " bytes of the " + std::to_string(expected_.size) +
                " that its descriptor says");
  if (digest actual = hasher_.finish(); actual != expected_.digest)
    return fail("blob " + expected_.digest.text() + " has other content: its digest is " +
                actual.text());
  return {};
}

}  // namespace lambent::oci
