// The first process of a sandbox. It builds its own confinement, says `prepared`, and then waits
// for the launcher's word: it starts the program as its child, reaps whatever is left behind, ends
// everything on `reset`. It speaks the same messages as the engine does, forwarded by the launcher.
// When its socket closes, it and with it the sandbox end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/network/egress.hpp"
#include "sandbox/protocol.hpp"
#include "sandbox/seccomp.hpp"

namespace lambent::sandbox {

struct init_plan {
  sandbox_id id{};
  isolation mode = isolation::full;
  bool rootless = false;
  bool own_user_namespace = true;
  int control = -1;  // Its end of the socket to the launcher, blocking.
  egress_seat seat;
  std::string template_root;
  std::vector<std::string> tasks_files;
  const syscall_filter* filter = nullptr;
  int memory_peak = -1;  // Where this process keeps it, when no control group does.
  int emulator = -1;     // Of the other architecture's programs; negative: there is none.
};

// While it makes itself, init asks once for the identity maps that only the launcher may write.
inline constexpr std::string_view ask_for_maps = "maps?";
inline constexpr std::string_view maps_are_written = "mapped";

// After a `start` init makes the program's process at once, and that waits for one of these before
// it executes anything, while the launcher sets limits and attaches the code.
inline constexpr std::string_view go_word = "go";
inline constexpr std::string_view stop_word = "no";

// The descriptors that init sends with `prepared`, in this order.
enum class init_fd : std::size_t { listener, output, mounts };

// Runs in the child that the launcher has just made, and never returns.
[[noreturn]] void run_init(const init_plan& plan);

}  // namespace lambent::sandbox
