// Whether a TCP port of this machine can be listened on.
#pragma once

#include <cstdint>

#include "cli/doctor/facts.hpp"

namespace lambent::cli::doctor {

// Whether 127.0.0.1:port can be had, and who has it else.
[[nodiscard]] socket_holder find_holder(std::uint16_t port);

}  // namespace lambent::cli::doctor
