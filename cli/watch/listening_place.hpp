// Where something of watch listens: the engine, or HTTPS in front of it.
#pragma once

#include <cstdint>
#include <string>

namespace lambent::cli::watch {

struct listening_place {
  std::string address;     // Numeric, or "localhost".
  std::uint16_t port = 0;  // To listen on; 0: the system chooses.
};

}  // namespace lambent::cli::watch
