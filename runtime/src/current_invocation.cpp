#include "current_invocation.hpp"

namespace lambent {

const context*& current_invocation() noexcept {
  static thread_local const context* about = nullptr;
  return about;
}

}  // namespace lambent
