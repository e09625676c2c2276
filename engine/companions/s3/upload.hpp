// A body on its way to become an object: decoded, summed, checked and written as it comes, whatever
// its size. Blocking; one thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/companions/s3/aws_chunked.hpp"
#include "engine/companions/s3/blob_store.hpp"
#include "engine/companions/s3/service.hpp"

namespace lambent::companions::s3 {

class body_receiver {
public:
  // `wanted`: a checksum that the request does not name itself. Its head must outlive this.
  body_receiver(const http::request& head, blob_store& keeps, std::optional<algorithm> wanted);

  // What goes wrong is told by finish(); what comes after it is thrown away.
  void take(std::string_view bytes);
  // The body is longer than it may be: nothing that may still come is of use.
  [[nodiscard]] bool too_long() const { return too_long_; }
  // The body has ended. What was kept is in the blob store.
  [[nodiscard]] answer<received> finish();

private:
  struct summing {
    algorithm what;
    running_sum sum;
    std::string given;  // In base64; empty: to be computed, or to come in a trailer.
    bool in_trailer = false;
  };

  [[nodiscard]] answer<> begin();
  [[nodiscard]] answer<> add_sum(std::string_view header, std::string_view given, bool in_trailer);
  [[nodiscard]] answer<> keep(std::string_view bytes);
  [[nodiscard]] answer<> check_length() const;
  [[nodiscard]] answer<> check_digests(const blob& kept) const;

  const http::request& head_;
  blob_store& blobs_;
  std::optional<algorithm> wanted_;
  std::optional<blob_writer> writer_;
  std::optional<chunk_decoder> decoder_;
  std::string decoded_;
  std::vector<summing> sums_;
  std::optional<fault> failed_;
  bool too_long_ = false;
};

}  // namespace lambent::companions::s3
