#include "cli/doctor/ports.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.hpp"
#include "cli/doctor/collect.hpp"

using namespace lambent::cli::doctor;

TEST_CASE("who holds a port is named, and a free one is free") {
  lambent::fd server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::bind(server.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
  REQUIRE(::listen(server.get(), 1) == 0);
  socklen_t size = sizeof at;
  REQUIRE(::getsockname(server.get(), reinterpret_cast<sockaddr*>(&at), &size) == 0);
  socket_holder holder = find_holder(ntohs(at.sin_port));
  CHECK(holder.taken);
  CHECK(holder.pid == ::getpid());
  CHECK(holder.program == "cli_doctor_test");
  server.reset();
  CHECK_FALSE(find_holder(ntohs(at.sin_port)).taken);
}

TEST_CASE("versions are found in what programs say") {
  CHECK(version_in("g++ (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright") == "12.2.0");
  CHECK(version_in("Debian clang version 19.1.4 (1~deb12u1)") == "19.1.4");
  CHECK(version_in("cmake version 3.25.1") == "3.25.1");
  CHECK(version_in("1.11.1") == "1.11.1");
  CHECK(version_in("Docker version 20.10.24+dfsg1, build 297e128") == "20.10.24");
  CHECK(version_in("qemu-aarch64 version 7.2.13 (Debian 1:7.2+dfsg-7)") == "7.2.13");
  CHECK(version_in("no such thing") == "");
  CHECK(version_in("") == "");
}
