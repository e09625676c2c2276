// Whose runtime interface client calls the functions of managed runtimes.
#pragma once

#include <cstdint>

namespace lambent::managed {

enum class client_choice : std::uint8_t {
  automatic,  // AWS's where it is installed and loads, else the program's own.
  aws,        // Without it such functions are refused.
  bundled,
};

}  // namespace lambent::managed
