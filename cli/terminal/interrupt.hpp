// Ctrl-C, and being asked to end, for commands that have something to finish first.
#pragma once

#include <cstdint>

namespace lambent::cli {

enum class second_interrupt : std::uint8_t {
  ends_program,
  is_counted,  // For who has programs of its own to end, and bounds how long that takes.
};

// From now on the first SIGINT or SIGTERM is only remembered, and so is SIGHUP (a closed terminal)
// however often it comes; where SIGHUP is ignored (nohup) it stays so.
void listen_for_interrupt(second_interrupt then = second_interrupt::ends_program);

// May be asked on any thread.
[[nodiscard]] bool interrupted();
[[nodiscard]] bool interrupted_twice();

}  // namespace lambent::cli
