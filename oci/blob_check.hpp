// Whether bytes that arrive in pieces are the blob that a descriptor names. Every blob_source
// reads through one.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.hpp"
#include "oci/blob_source.hpp"
#include "oci/descriptor.hpp"

namespace lambent::oci {

class blob_check {
public:
  explicit blob_check(const descriptor& expected) : expected_(expected) {}

  // Fails at once when there are more bytes than the descriptor says.
  [[nodiscard]] result<> add(std::string_view piece);
  // A sink that adds each piece, and hands it on when it may be the blob's. Both must outlive it.
  [[nodiscard]] sink before(const sink& next);
  // Fails when there were too few, or when they were others.
  [[nodiscard]] result<> finish();

private:
  descriptor expected_;
  std::uint64_t seen_ = 0;
  hasher hasher_;
};

}  // namespace lambent::oci
