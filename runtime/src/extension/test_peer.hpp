// The other end of a receiver's connection, for tests.
#pragma once

#include <doctest/doctest.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "../runtime_api/address.hpp"
#include "../runtime_api/connection.hpp"

namespace lambent {

class test_peer {
public:
  explicit test_peer(std::uint16_t port) {
    address to;
    REQUIRE(numeric_address({.host = "127.0.0.1", .port = port}, to));
    REQUIRE(link_.open(to, std::chrono::seconds(20)) == 0);
  }

  void send(std::string_view text) { REQUIRE(send_some(text) == text.size()); }

  // As much as the kernel takes at once.
  std::size_t send_some(std::string_view text) {
    const ssize_t sent =
        ::send(link_.descriptor(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent < 0 ? 0 : static_cast<std::size_t>(sent);
  }

  // What has come so far.
  std::string receive() {
    std::string text;
    char block[4096];
    ssize_t got = 0;
    while ((got = ::recv(link_.descriptor(), block, sizeof block, MSG_DONTWAIT)) > 0) {
      text.append(block, static_cast<std::size_t>(got));
    }
    return text;
  }

  // Whether the other end hung up; what was received before must have been taken.
  bool is_closed() { return link_.is_stale(); }

private:
  connection link_;
};

}  // namespace lambent
