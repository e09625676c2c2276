// The network of one sandbox, and the listener at which the engine answers the Runtime API in it.
// A socket stays in the namespace in which it was made, so the listener is made by the sandbox and
// handed out; nothing is proxied.
#pragma once

#include <string>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "sandbox/network/egress.hpp"

namespace lambent::sandbox {

struct runtime_api_listener {
  fd socket;
  std::string address;  // host:port
};

// Moves this process into a network of its own, with loopback and what the seat gives, listening at
// 127.0.0.1:9001.
[[nodiscard]] result<runtime_api_listener> enter_own_network(const egress_seat& seat);

// Listens on the host's loopback at a free port, for sandboxes without a network of their own.
[[nodiscard]] result<runtime_api_listener> listen_on_host_loopback();

}  // namespace lambent::sandbox
