// Hooks in the order of their registration. Any thread may add one.
#pragma once

#include <lambent/lifecycle.hpp>

#include <cstddef>
#include <mutex>
#include <vector>

namespace lambent::detail {

class hook_list {
public:
  void add(owned_hook what) {
    const std::lock_guard lock(mutex_);
    hooks_.push_back(std::move(what));
  }

  // The hooks of now, out of the list.
  [[nodiscard]] std::vector<owned_hook> take() {
    const std::lock_guard lock(mutex_);
    return std::move(hooks_);
  }

private:
  std::mutex mutex_;
  std::vector<owned_hook> hooks_;
};

}  // namespace lambent::detail
