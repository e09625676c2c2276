// A file descriptor with one owner. Closes on destruction; moving empties the source.
#pragma once

#include <unistd.h>

#include <utility>

namespace lambent {

class fd {
public:
  fd() = default;
  explicit fd(int owned) : number_(owned) {}
  fd(fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  fd& operator=(fd&& other) noexcept {
    if (this != &other) reset(std::exchange(other.number_, -1));
    return *this;
  }
  ~fd() { reset(); }

  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] explicit operator bool() const { return number_ >= 0; }
  [[nodiscard]] int release() { return std::exchange(number_, -1); }

  // EINTR from close() is ignored on purpose: on Linux the descriptor is gone either way.
  void reset(int owned = -1) {
    if (number_ >= 0) ::close(number_);
    number_ = owned;
  }

private:
  int number_ = -1;
};

}  // namespace lambent
