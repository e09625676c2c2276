// The way from sandboxes to the outside network, for `host_like`. One user-mode network stack
// (slirp4netns) serves one network namespace, the egress, and each sandbox hangs on to that with a
// private macvlan: it reaches the stack and nothing else. Nothing of the host's network is changed.
// See docs/decisions/004-egress.md.
#pragma once

#include <cstdint>
#include <memory>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "sandbox/network/egress_addresses.hpp"
#include "sandbox/network/egress_stack.hpp"

namespace lambent::sandbox {

// What a sandbox's first process needs to know; `network` < 0 means: loopback alone.
struct egress_seat {
  int network = -1;           // The egress's network namespace.
  int uplink = 0;             // Its interface there, by number.
  std::uint32_t address = 0;  // Of the sandbox, in host byte order.
};

class egress {
public:
  // Starts the stack and waits until sandboxes can be attached. A failure leaves nothing behind;
  // its hint says the way out, where there is one.
  [[nodiscard]] static result<std::unique_ptr<egress>> open();

  // Takes an address nobody has. Without one, or without a stack, the seat is empty.
  [[nodiscard]] egress_seat take_seat();
  void give_back(std::uint32_t address) { addresses_.give_back(address); }

  // Whether the stack runs with all of its own confinement.
  [[nodiscard]] bool confined() const { return confined_; }
  // Becomes readable when the stack ends.
  [[nodiscard]] const fd& end_of_stack() const { return stack_.pidfd(); }
  // After that: a new stack for sandboxes to come, unless it ended too often already.
  [[nodiscard]] result<> restart();

private:
  egress() = default;
  [[nodiscard]] result<> make_network();
  [[nodiscard]] result<> start_stack();
  [[nodiscard]] result<> bring_up();

  fd network_;  // The namespace.
  fd control_;  // A netlink socket in it.
  network_stack stack_;
  bool confined_ = true;
  int restarts_ = 0;
  int uplink_ = 0;
  address_pool addresses_{first_seat, last_seat};
};

// In the sandbox's first process, while that has the launcher's rights: makes this process a
// network namespace of its own, and in it an interface with the seat's address.
[[nodiscard]] result<> enter_network_with_egress(const egress_seat& seat);

}  // namespace lambent::sandbox
