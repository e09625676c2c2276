#include "sandbox/network/egress.hpp"

#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "sandbox/network/netlink.hpp"
#include "sandbox/protocol.hpp"

namespace lambent::sandbox {

namespace {

constexpr int restarts_max = 10;

// In a child: makes the network, and sends it and a socket in it home.
result<> make_and_send(int home) {
  if (::unshare(CLONE_NEWNET) != 0) return sys_fail("make the egress's network namespace");
  fd network(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
  if (!network) return sys_fail("open the egress's network namespace");
  fd control = TRY(open_network_socket());
  std::array<int, 2> fds{network.get(), control.get()};
  return send_packet(home, "made", fds);
}

result<int> interface_number(const fd& in_network, const char* name) {
  ifreq request{};
  std::strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (::ioctl(in_network.get(), SIOCGIFINDEX, &request) != 0) {
    return sys_fail(std::string("find the interface ") + name);
  }
  return request.ifr_ifindex;
}

}  // namespace

// By way of a child, because we could not come back from there: an ordinary user has no rights over
// the host's network namespace.
result<> egress::make_network() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return sys_fail("make a socket pair");
  }
  fd here(ends[0]);
  fd there(ends[1]);
  pid_t child = ::fork();
  if (child < 0) return sys_fail("fork");
  if (child == 0) {
    result<> sent = make_and_send(there.get());
    if (!sent) (void)send_packet(there.get(), sent.error().what);
    ::_exit(0);
  }
  there.reset();
  auto got = receive_packet(here.get());
  (void)::waitpid(child, nullptr, 0);
  if (!got || !*got || (*got)->bytes.empty()) return fail("make the egress's network namespace");
  packet& words = **got;
  if (words.fds.size() != 2) return fail(words.bytes);
  network_ = std::move(words.fds[0]);
  control_ = std::move(words.fds[1]);
  return {};
}

result<> egress::start_stack() {
  auto made = network_stack::start(network_, confined_);
  if (!made && confined_) {
    error why = std::move(made.error());
    made = network_stack::start(network_, false);
    if (!made) return std::unexpected(std::move(why));
    confined_ = false;
  }
  stack_ = std::move(TRY(std::move(made)));
  return {};
}

result<> egress::bring_up() {
  uplink_ = TRY(interface_number(control_, stack_interface));
  // Without IPv6 in the kernel this is refused, and not needed.
  network_requests quiet;
  put_no_ipv6(quiet, uplink_);
  (void)quiet.carry_out(control_);
  network_requests requests;
  ifinfomsg link{};
  link.ifi_index = uplink_;
  link.ifi_flags = link.ifi_change = IFF_UP;
  requests.begin("bring the egress up", RTM_NEWLINK, 0, link);
  requests.put(IFLA_MTU, stack_mtu_bytes);
  // One that nobody uses: whether the kernel has what sandboxes will need is known before any asks.
  requests.begin("make a macvlan", RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, ifinfomsg{});
  requests.put_text(IFLA_IFNAME, "trial");
  requests.put(IFLA_LINK, uplink_);
  put_private_macvlan(requests);
  return requests.carry_out(control_);
}

result<std::unique_ptr<egress>> egress::open() {
  std::unique_ptr<egress> made(new egress);
  TRY(network_stack::is_possible());
  TRY(made->make_network());
  TRY(made->start_stack());
  TRY(made->bring_up());
  return made;
}

result<> egress::restart() {
  // Its interface went with it, and with that those of all sandboxes.
  stack_.end();
  if (++restarts_ > restarts_max) return fail("slirp4netns ended too often");
  result<> started = start_stack();
  if (started) started = bring_up();
  if (!started) stack_.end();
  return started;
}

egress_seat egress::take_seat() {
  if (!stack_.runs()) return {};
  std::uint32_t address = addresses_.take();
  return address == 0 ? egress_seat{} : egress_seat{network_.get(), uplink_, address};
}

}  // namespace lambent::sandbox
