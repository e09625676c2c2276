// One sandbox's end of the egress, made by the sandbox's first process.
#include <arpa/inet.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <unistd.h>

#include <array>

#include "sandbox/network/egress.hpp"
#include "sandbox/network/netlink.hpp"

namespace lambent::sandbox {

namespace {

constexpr const char* interface_name = "eth0";
// Chosen, so that nobody has to ask for it; far from those that the kernel gives by itself.
constexpr int interface_number = 100;

// Locally administered, and as unique as the address.
std::array<std::uint8_t, 6> hardware_address(std::uint32_t address) {
  auto byte = [address](unsigned shift) { return static_cast<std::uint8_t>(address >> shift); };
  return {0x0a, 0x4c, byte(24), byte(16), byte(8), byte(0)};
}

result<> make_interface(const fd& in_egress, const egress_seat& seat) {
  network_requests requests;
  ifinfomsg link{};
  link.ifi_index = interface_number;
  requests.begin("attach the sandbox to the outside network", RTM_NEWLINK,
                 NLM_F_CREATE | NLM_F_EXCL, link);
  requests.put_text(IFLA_IFNAME, interface_name);
  requests.put(IFLA_LINK, seat.uplink);
  requests.put(IFLA_ADDRESS, hardware_address(seat.address));
  requests.put(IFLA_NET_NS_PID, static_cast<std::uint32_t>(::getpid()));
  put_private_macvlan(requests);
  return requests.carry_out(in_egress);
}

// The address stands alone (/32) and everything goes to the gateway: a sandbox has no neighbours,
// and no range of the outside is hidden from it.
result<> configure_interface(std::uint32_t address) {
  fd socket = TRY(open_network_socket());
  // Without IPv6 in the kernel this is refused, and not needed.
  network_requests quiet;
  put_no_ipv6(quiet, interface_number);
  (void)quiet.carry_out(socket);

  network_requests requests;
  ifaddrmsg own{};
  own.ifa_family = AF_INET;
  own.ifa_prefixlen = 32;
  own.ifa_index = interface_number;
  requests.begin("give the sandbox an address", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, own);
  requests.put(IFA_LOCAL, htonl(address));
  requests.put(IFA_ADDRESS, htonl(address));
  ifinfomsg link{};
  link.ifi_index = interface_number;
  link.ifi_flags = link.ifi_change = IFF_UP;
  requests.begin("bring the sandbox's interface up", RTM_NEWLINK, 0, link);
  rtmsg route{};
  route.rtm_family = AF_INET;
  route.rtm_table = RT_TABLE_MAIN;
  route.rtm_protocol = RTPROT_STATIC;
  route.rtm_scope = RT_SCOPE_UNIVERSE;
  route.rtm_type = RTN_UNICAST;
  route.rtm_flags = RTNH_F_ONLINK;
  requests.begin("give the sandbox a route", RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, route);
  requests.put(RTA_GATEWAY, htonl(egress_gateway));
  requests.put(RTA_OIF, interface_number);
  return requests.carry_out(socket);
}

}  // namespace

result<> enter_network_with_egress(const egress_seat& seat) {
  if (::setns(seat.network, CLONE_NEWNET) != 0) return sys_fail("enter the egress's network");
  // Stays there when we leave, and makes the interface there that appears here.
  fd in_egress = TRY(open_network_socket());
  if (::unshare(CLONE_NEWNET) != 0) return sys_fail("make a network namespace");
  TRY(make_interface(in_egress, seat));
  return configure_interface(seat.address);
}

}  // namespace lambent::sandbox
