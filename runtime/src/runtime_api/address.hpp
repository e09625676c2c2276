// From "127.0.0.1:9001" to a socket address. On Lambda the Runtime API is numeric; elsewhere it may
// be a name, looked up in /etc/hosts first.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>
#include <string_view>

namespace lambent {

struct address {
  sockaddr_storage storage = {};
  socklen_t size = 0;
};

struct host_and_port {
  std::string_view host;
  in_port_t port = 0;  // In the machine's byte order.
};

// "host:port" or "[v6]:port"; false when it is neither.
[[nodiscard]] bool split_host_port(std::string_view text, host_and_port& out) noexcept;

// A numeric IPv4 or IPv6 address.
[[nodiscard]] bool numeric_address(const host_and_port& from, address& out) noexcept;

// The address of `name` in the text of a hosts file; empty when it is not listed.
[[nodiscard]] std::string_view find_in_hosts(std::string_view hosts,
                                             std::string_view name) noexcept;

// All of the above, in order; false leaves the reason, as a sentence, in `problem`.
[[nodiscard]] bool resolve(std::string_view text, address& out, std::string& problem);

}  // namespace lambent
