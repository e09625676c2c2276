// A blob that a source writes, to be read: by a thread that runs a bounded way ahead.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "base/error.hpp"
#include "oci/blob_source.hpp"

namespace lambent::oci::distribution {

// One thread at a time. The source must outlive it and must bear being read from other threads.
class blob_stream {
public:
  blob_stream(blob_source& from, descriptor what);
  ~blob_stream();
  blob_stream(const blob_stream&) = delete;
  blob_stream& operator=(const blob_stream&) = delete;

  // The next read is from there. Backwards the source is read once more from its beginning.
  [[nodiscard]] result<> seek(std::uint64_t offset);
  // At least one byte; none at the end, when the blob was whole and right.
  [[nodiscard]] result<std::size_t> read(std::span<char> into);

private:
  struct reading;
  blob_source& from_;
  const descriptor what_;
  std::uint64_t at_ = 0;
  std::unique_ptr<reading> reading_;
};

}  // namespace lambent::oci::distribution
