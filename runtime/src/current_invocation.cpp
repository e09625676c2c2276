#include "current_invocation.hpp"

#include <lambent/trace_id.hpp>

namespace lambent {

const context*& current_invocation() noexcept {
  static thread_local const context* about = nullptr;
  return about;
}

std::string_view current_trace_id() noexcept {
  const context* const about = current_invocation();
  return about == nullptr ? std::string_view() : about->trace_id;
}

}  // namespace lambent
