#include "engine/front/trace.hpp"

#include <fmt/format.h>

#include <string_view>

#include "base/random.hpp"

namespace lambent::engine {

std::string new_trace(std::int64_t now_ms) {
  std::string random = random_hex(40);
  return fmt::format("Root=1-{:08x}-{};Parent={};Sampled=0", now_ms / 1000,
                     std::string_view(random).substr(0, 24), std::string_view(random).substr(24));
}

}  // namespace lambent::engine
