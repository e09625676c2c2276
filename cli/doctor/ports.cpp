#include "cli/doctor/ports.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "base/fd.hpp"
#include "cli/serve/port_holder.hpp"

namespace lambent::cli::doctor {
namespace {

bool is_free(std::uint16_t port) {
  fd probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!probe) return true;
  // As servers do: a connection that ended a moment ago is in nobody's way.
  int on = 1;
  (void)::setsockopt(probe.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::bind(probe.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 ||
         errno != EADDRINUSE;
}

}  // namespace

socket_holder find_holder(std::uint16_t port) {
  if (is_free(port)) return {};
  socket_holder out{.taken = true};
  if (auto holder = find_port_holder("127.0.0.1", port)) {
    out.pid = holder->pid;
    out.program = std::move(holder->program);
  }
  return out;
}

}  // namespace lambent::cli::doctor
