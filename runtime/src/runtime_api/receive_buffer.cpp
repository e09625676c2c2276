#include "receive_buffer.hpp"

#include <sys/mman.h>

#include <cstring>

namespace lambent {

receive_buffer::~receive_buffer() {
  if (data_ != nullptr) munmap(data_, capacity_);
}

bool receive_buffer::reserve(std::size_t free_bytes) noexcept {
  if (room() >= free_bytes) return true;
  std::size_t wanted = capacity_ == 0 ? first_bytes : capacity_ * 2;
  while (wanted - size_ < free_bytes) wanted *= 2;
  return resize(wanted);
}

void receive_buffer::drop_front(std::size_t bytes) noexcept {
  if (bytes == size_) return clear();
  std::memmove(data_, data_ + bytes, size_ - bytes);
  size_ -= bytes;
}

void receive_buffer::clear() noexcept {
  // Shrinking a mapping does not fail; if it did, the larger one would still be right.
  if (capacity_ > kept_bytes_max && size_ <= kept_bytes_max) (void)resize(kept_bytes_max);
  size_ = 0;
}

bool receive_buffer::resize(std::size_t capacity) noexcept {
  void* const moved = data_ == nullptr ? mmap(nullptr, capacity, PROT_READ | PROT_WRITE,
                                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                                       : mremap(data_, capacity_, capacity, MREMAP_MAYMOVE);
  if (moved == MAP_FAILED) return false;
  data_ = static_cast<char*>(moved);
  capacity_ = capacity;
  return true;
}

}  // namespace lambent
