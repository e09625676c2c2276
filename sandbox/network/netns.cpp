#include "sandbox/network/netns.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace lambent::sandbox {

namespace {

constexpr std::uint16_t runtime_api_port = 9001;
constexpr int listen_backlog = 128;

result<> bring_loopback_up(int any_socket) {
  ifreq request{};
  std::strncpy(request.ifr_name, "lo", IFNAMSIZ - 1);
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (::ioctl(any_socket, SIOCSIFFLAGS, &request) != 0) return sys_fail("bring loopback up");
  return {};
}

result<runtime_api_listener> listen_at(fd socket, std::uint16_t port) {
  int on = 1;
  (void)::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.get(), generic, size) != 0) return sys_fail("bind the Runtime API's listener");
  if (::listen(socket.get(), listen_backlog) != 0) return sys_fail("listen for the Runtime API");
  if (::getsockname(socket.get(), generic, &size) != 0) return sys_fail("ask the listener's port");
  return runtime_api_listener{std::move(socket),
                              "127.0.0.1:" + std::to_string(ntohs(address.sin_port))};
}

fd tcp_socket() { return fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)); }

}  // namespace

result<runtime_api_listener> enter_own_network(const egress_seat& seat) {
  if (seat.network >= 0) {
    TRY(enter_network_with_egress(seat));
  } else if (::unshare(CLONE_NEWNET) != 0) {
    return sys_fail("make a network namespace");
  }
  fd socket = tcp_socket();
  if (!socket) return sys_fail("make a TCP socket");
  TRY(bring_loopback_up(socket.get()));
  return listen_at(std::move(socket), runtime_api_port);
}

result<runtime_api_listener> listen_on_host_loopback() {
  fd socket = tcp_socket();
  if (!socket) return sys_fail("make a TCP socket");
  return listen_at(std::move(socket), 0);
}

}  // namespace lambent::sandbox
