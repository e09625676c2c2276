// The pauses between one look at what AWS does in its own time and the next: growing, and limited
// in all. Pure.
#pragma once

#include <algorithm>
#include <chrono>

namespace lambent::aws {

class pauses {
public:
  pauses(std::chrono::milliseconds first, std::chrono::milliseconds longest,
         std::chrono::milliseconds all)
      : next_(first), longest_(longest), left_(all) {}

  // Zero when there is no time left.
  std::chrono::milliseconds next() {
    const auto pause = std::min(next_, left_);
    left_ -= pause;
    next_ = std::min(next_ * 3 / 2, longest_);
    return pause;
  }

private:
  std::chrono::milliseconds next_;
  std::chrono::milliseconds longest_;
  std::chrono::milliseconds left_;
};

}  // namespace lambent::aws
