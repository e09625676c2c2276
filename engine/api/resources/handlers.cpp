#include "engine/api/resources/handlers.hpp"

#include <array>

namespace lambent::api::resources {

std::span<const table> tables() {
  static const std::array all{aliases(),
                              concurrency(),
                              event_invoke_configs(),
                              function_reads(),
                              function_urls(),
                              function_writes(),
                              layer_permissions(),
                              layers(),
                              permissions(),
                              tags(),
                              versions()};
  return all;
}

}  // namespace lambent::api::resources
