// Who listens on a TCP port, as /proc tells.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cli/doctor/facts.hpp"

namespace lambent::cli::doctor {

// The inode of the socket that listens on that port, from the text of /proc/net/tcp or tcp6.
[[nodiscard]] std::optional<std::uint64_t> listening_inode(std::string_view text,
                                                           std::uint16_t port);

// Whether 127.0.0.1:port can be had, and who has it else.
[[nodiscard]] socket_holder find_holder(std::uint16_t port);

}  // namespace lambent::cli::doctor
