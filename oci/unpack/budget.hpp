// What the layers of one image may still grow by, counted over all of them.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.hpp"
#include "oci/limits.hpp"

namespace lambent::oci {

class unpack_budget {
public:
  explicit unpack_budget(std::uint64_t bytes = limits::unpacked_max_bytes,
                         std::uint64_t entries = limits::entries_max)
      : bytes_left_(bytes), entries_left_(entries) {}

  [[nodiscard]] result<> take_bytes(std::uint64_t bytes) {
    if (bytes > bytes_left_) return exceed("the image's files are too big");
    bytes_left_ -= bytes;
    return {};
  }
  [[nodiscard]] result<> take_entries(std::uint64_t count) {
    if (count > entries_left_) return exceed("the image has too many files, folders and links");
    entries_left_ -= count;
    return {};
  }
  [[nodiscard]] result<> take_entry() { return take_entries(1); }

  [[nodiscard]] std::uint64_t bytes_left() const { return bytes_left_; }
  [[nodiscard]] std::uint64_t entries_left() const { return entries_left_; }

  // Bytes that the tar of one more layer may have, all told.
  [[nodiscard]] std::uint64_t tar_bytes_max() const {
    return bytes_left_ + entries_left_ * limits::tar_entry_bytes + limits::tar_bytes;
  }

  std::unexpected<error> exceed(std::string what) {
    exceeded_ = true;
    return fail(std::move(what), "an image has at most 10 GiB and a million files unpacked");
  }
  // Whether the image is too big, rather than broken.
  [[nodiscard]] bool exceeded() const { return exceeded_; }

private:
  std::uint64_t bytes_left_, entries_left_;
  bool exceeded_ = false;
};

}  // namespace lambent::oci
