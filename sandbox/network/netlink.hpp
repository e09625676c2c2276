// Requests to the kernel's network configuration (rtnetlink): built one after the other, sent as
// one packet, answered one by one. Only what sandboxes need; it asks and never lists.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::sandbox {

class network_requests {
public:
  // Begins the next request. `doing` says in an error's text what it is for, and outlives this.
  template <class Header>
  void begin(const char* doing, std::uint16_t type, std::uint16_t flags, const Header& header) {
    open_request(doing, type, flags);
    append(&header, sizeof header);
  }
  // Attributes of the request begun last.
  template <class T>
  void put(std::uint16_t kind, const T& value) {
    put_bytes(kind, &value, sizeof value);
  }
  void put_text(std::uint16_t kind, std::string_view text);
  // What is put until close() becomes part of one attribute.
  [[nodiscard]] std::size_t open(std::uint16_t kind);
  void close(std::size_t nest);

  // Sends all of them by `socket`. The kernel goes on after one that fails; the first failure is
  // what comes back.
  [[nodiscard]] result<> carry_out(const fd& socket);

private:
  void open_request(const char* doing, std::uint16_t type, std::uint16_t flags);
  void put_bytes(std::uint16_t kind, const void* data, std::size_t size);
  void append(const void* data, std::size_t size);
  void note_length();

  std::vector<char> bytes_;
  std::size_t request_ = 0;  // Where the last one begins.
  std::vector<const char*> doing_;
};

// Pieces of requests: of one that makes an interface, that it be a macvlan which reaches nobody but
// its link; and a whole one, that an interface gives itself no IPv6 address.
void put_private_macvlan(network_requests& requests);
void put_no_ipv6(network_requests& requests, int interface);

// For the network namespace in which the caller is now.
[[nodiscard]] result<fd> open_network_socket();

}  // namespace lambent::sandbox
