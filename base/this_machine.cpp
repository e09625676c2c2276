#include "base/this_machine.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <string>

namespace lambent {

bool is_this_machine(std::string_view host) {
  in_addr ipv4{};
  in6_addr ipv6{};
  std::string text(host);
  if (::inet_pton(AF_INET, text.c_str(), &ipv4) == 1) return (ntohl(ipv4.s_addr) >> 24U) == 127;
  if (::inet_pton(AF_INET6, text.c_str(), &ipv6) == 1) return IN6_IS_ADDR_LOOPBACK(&ipv6) != 0;
  return host == "localhost" || host.ends_with(".localhost");
}

}  // namespace lambent
