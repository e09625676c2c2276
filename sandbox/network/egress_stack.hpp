// The program slirp4netns, which carries the egress's traffic through ordinary sockets of its own:
// found, started, confined, ended. It knows nothing of sandboxes.
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::sandbox {

inline constexpr const char* stack_interface = "tap0";
inline constexpr std::uint32_t stack_mtu_bytes = 65'520;

class network_stack {
public:
  // Whether this machine has what it takes: the program, and a tap device that we may use.
  [[nodiscard]] static result<> is_possible();
  // Makes `stack_interface` in the network namespace `network` and serves it. A confined one has
  // nothing but /etc and /run for reading and a filter of system calls; not every host lets it.
  [[nodiscard]] static result<network_stack> start(const fd& network, bool confined);
  network_stack() = default;
  network_stack(network_stack&& other) noexcept;
  network_stack& operator=(network_stack&& other) noexcept;
  ~network_stack() { end(); }

  [[nodiscard]] bool runs() const { return pid_ > 0; }
  [[nodiscard]] const fd& pidfd() const { return pidfd_; }  // Readable when it has ended.
  void end();

private:
  fd alive_;  // It ends when this is closed, and when we die.
  fd pidfd_;
  pid_t pid_ = 0;
};

}  // namespace lambent::sandbox
