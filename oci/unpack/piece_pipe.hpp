// Bytes from the thread that inflates to the thread that writes: a few buffers, reused, so that a
// layer of any size takes the same memory.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::oci {

class piece_pipe {
public:
  // More than `bytes_max` bytes do not go through: what inflates without end is stopped here.
  explicit piece_pipe(std::uint64_t bytes_max);

  // --- One thread fills ---

  // Where the next bytes go, at least one. Waits for a buffer. Empty when nobody wants more.
  [[nodiscard]] std::span<char> room();
  // So many bytes at the beginning of what room() gave are filled.
  [[nodiscard]] result<> filled(std::size_t bytes);
  // Nothing more comes; with an error, what came is not the whole.
  void finish(result<> how);
  // Whether more than `bytes_max` came. Only when filling is over.
  [[nodiscard]] bool exceeded() const { return exceeded_; }

  // --- Another one empties ---

  // Waits for the next bytes; they stay until the next call. Empty at the end.
  [[nodiscard]] result<std::string_view> next();
  // Nothing more is wanted.
  void abandon();

private:
  static constexpr std::size_t buffers = 8;
  static constexpr std::size_t buffer_bytes = 256UL * 1024;

  struct buffer {
    std::vector<char> bytes;
    std::size_t used = 0;
  };

  void hand_over();

  // Of the filling thread alone.
  std::uint64_t left_;
  std::size_t filling_ = 0;  // Which buffer.
  bool holds_room_ = false, exceeded_ = false;

  std::array<buffer, buffers> ring_;
  std::size_t emptying_ = 0;  // Which buffer; of the emptying thread alone.
  bool holds_piece_ = false;

  std::mutex guard_;
  std::condition_variable changed_;
  std::size_t full_ = 0;  // Buffers that wait or are being emptied.
  bool abandoned_ = false;
  std::optional<result<>> finished_;
};

}  // namespace lambent::oci
