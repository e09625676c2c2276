// Who listens on a TCP port of this machine, as /proc tells it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambent::cli {

struct port_holder {
  std::int32_t pid = 0;
  std::string program{};  // "node"
  std::string command{};  // "node server.js", cut off where it is long.
};

// Who is in the way of a server at host:port; nothing when nobody is, or when this user may not see
// it. `host` is numeric or "localhost".
[[nodiscard]] std::optional<port_holder> find_port_holder(const std::string& host,
                                                          std::uint16_t port);

// "process 4711 (node server.js)"; empty when find_port_holder() finds nobody.
[[nodiscard]] std::string describe_port_holder(const std::string& host, std::uint16_t port);

// The inode of a socket that listens where it is in the way of host:port, from the text of
// /proc/net/tcp or tcp6.
[[nodiscard]] std::optional<std::uint64_t> listening_inode(std::string_view table,
                                                           const std::string& host,
                                                           std::uint16_t port);

}  // namespace lambent::cli
