#include "engine/api/resources/handlers.hpp"

#include <array>

namespace lambent::api::resources {

std::span<const table> tables() {
  static const std::array all{aliases(), function_reads(), function_writes(), tags(), versions()};
  return all;
}

}  // namespace lambent::api::resources
