#include "oci/distribution/client_pool.hpp"

#include <utility>

namespace lambent::oci::distribution {

client_pool::lease client_pool::take() {
  std::lock_guard lock(mutex_);
  std::unique_ptr<client> taken;
  if (idle_.empty()) {
    taken = model_->another();
  } else {
    taken = std::move(idle_.back());
    idle_.pop_back();
  }
  return {taken.release(), [this](client* back) {
            std::lock_guard guard(mutex_);
            idle_.emplace_back(back);
          }};
}

}  // namespace lambent::oci::distribution
