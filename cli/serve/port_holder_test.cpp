#include "cli/serve/port_holder.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.hpp"

using namespace lambent::cli;

TEST_CASE("a listening socket is found by its port in the kernel's table") {
  constexpr std::string_view table =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
      "inode\n"
      "   0: 0100007F:2328 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 "
      "74211 1 0000000000000000 100 0 0 10 0\n"
      "   1: 0100007F:1F90 0100007F:2329 01 00000000:00000000 00:00000000 00000000     0        0 "
      "74212 1 0000000000000000 100 0 0 10 0\n";
  CHECK(listening_inode(table, 9000) == 74211);
  // Connected, not listening.
  CHECK_FALSE(listening_inode(table, 8080));
  CHECK_FALSE(listening_inode("", 9000));
  CHECK_FALSE(listening_inode("   0: 0100007F 00000000:0000 0A", 9000));
}

TEST_CASE("the holder of a port is named by process and command") {
  lambent::fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(socket.get(), 1) == 0);
  socklen_t size = sizeof address;
  REQUIRE(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
  std::string holder = port_holder(ntohs(address.sin_port));
  CHECK(holder.starts_with("process " + std::to_string(::getpid()) + " ("));
  CHECK(holder.find("cli_serve_test") != std::string::npos);
  socket.reset();
  CHECK(port_holder(ntohs(address.sin_port)).empty());
}
