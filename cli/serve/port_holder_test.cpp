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
  CHECK(listening_inode(table, "127.0.0.1", 9000) == 74211);
  CHECK(listening_inode(table, "localhost", 9000) == 74211);
  // Connected, not listening.
  CHECK_FALSE(listening_inode(table, "127.0.0.1", 8080));
  CHECK_FALSE(listening_inode("", "127.0.0.1", 9000));
  CHECK_FALSE(listening_inode("   0: 0100007F 00000000:0000 0A", "127.0.0.1", 9000));
  CHECK_FALSE(listening_inode("x y z 0A\n:::: 0050 a 0A\n", "127.0.0.1", 80));
}

TEST_CASE("who listens at another address of the machine is in nobody's way") {
  auto line = [](const std::string& address, const std::string& inode) {
    return "   0: " + address + ":2328 00000000:0000 0A 0:0 00:0 0 0 0 " + inode + " 1\n";
  };
  const std::string ipv4 = line("0200007F", "2") + line("0100007F", "1");
  CHECK(listening_inode(ipv4, "127.0.0.1", 9000) == 1);
  CHECK(listening_inode(ipv4, "127.0.0.2", 9000) == 2);
  CHECK_FALSE(listening_inode(ipv4, "127.0.0.3", 9000));
  CHECK_FALSE(listening_inode(ipv4, "::1", 9000));
  // All addresses, here or there.
  CHECK(listening_inode(ipv4, "0.0.0.0", 9000) == 2);
  CHECK(listening_inode(ipv4, "::", 9000) == 2);
  CHECK(listening_inode(line("00000000", "3"), "127.0.0.1", 9000) == 3);
  CHECK_FALSE(listening_inode(line("00000000", "3"), "::1", 9000));
  const std::string loopback = line("00000000000000000000000001000000", "4");
  CHECK(listening_inode(loopback, "::1", 9000) == 4);
  CHECK_FALSE(listening_inode(loopback, "127.0.0.1", 9000));
  CHECK_FALSE(listening_inode(loopback, "0.0.0.0", 9000));
  CHECK(listening_inode(line("00000000000000000000000000000000", "5"), "127.0.0.1", 9000) == 5);
  CHECK(listening_inode(line("0000000000000000FFFF00000100007F", "6"), "127.0.0.1", 9000) == 6);
  // What is no address is taken for any.
  CHECK(listening_inode(ipv4, "here", 9000) == 2);
  CHECK_FALSE(listening_inode(line("0100007", "7") + line("zzzzzzzz", "8"), "here", 9000));
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
  const std::uint16_t port = ntohs(address.sin_port);
  std::string holder = describe_port_holder("127.0.0.1", port);
  CHECK(holder.starts_with("process " + std::to_string(::getpid()) + " ("));
  CHECK(holder.find("cli_serve_test") != std::string::npos);
  socket.reset();
  CHECK(describe_port_holder("127.0.0.1", port).empty());
}
