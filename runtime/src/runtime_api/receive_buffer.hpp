// The memory an event is received into: grown by doubling without copying, given back after a large
// event. Pages come from the kernel directly, so that giving back is real and the heap stays
// unfragmented.
#pragma once

#include <cstddef>

namespace lambent {

class receive_buffer {
public:
  static constexpr std::size_t first_bytes = 64 * 1024;
  // What is kept between events. "Max Memory Used" counts what is resident.
  static constexpr std::size_t kept_bytes_max = 2 * 1024 * 1024;

  receive_buffer() = default;
  ~receive_buffer();
  receive_buffer(const receive_buffer&) = delete;
  receive_buffer& operator=(const receive_buffer&) = delete;

  // Room for at least `free_bytes` more than `size()`; false when the kernel has no memory.
  [[nodiscard]] bool reserve(std::size_t free_bytes) noexcept;
  void filled(std::size_t more) noexcept { size_ += more; }

  // Forgets the first bytes and moves the others to the front; with none left it is clear().
  void drop_front(std::size_t bytes) noexcept;

  // Forgets the bytes. A capacity beyond kept_bytes_max is given back once an event did without it:
  // a function whose events are all large never pays for fresh pages.
  void clear() noexcept;

  [[nodiscard]] char* data() noexcept { return data_; }
  [[nodiscard]] const char* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] char* end() noexcept { return data_ + size_; }
  [[nodiscard]] std::size_t room() const noexcept { return capacity_ - size_; }

private:
  bool resize(std::size_t capacity) noexcept;

  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace lambent
