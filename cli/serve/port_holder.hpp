// Who listens on a TCP port of this machine, as /proc tells it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambent::cli {

// "process 4711 (node server.js)"; empty when nobody does, or when this user may not see it.
[[nodiscard]] std::string port_holder(std::uint16_t port);

// The inode of a socket that listens on `port`, from the text of /proc/net/tcp or tcp6.
[[nodiscard]] std::optional<std::uint64_t> listening_inode(std::string_view table,
                                                           std::uint16_t port);

}  // namespace lambent::cli
