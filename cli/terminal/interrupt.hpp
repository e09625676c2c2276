// Ctrl-C, and being asked to end, for commands that have something to finish first.
#pragma once

#include <cstdint>

namespace lambent::cli {

enum class second_interrupt : std::uint8_t {
  ends_program,
  // For who has programs of its own to end, and bounds how long that takes. A closed terminal
  // (SIGHUP) is an interrupt then, too.
  is_counted,
};

// From now on the first SIGINT or SIGTERM is only remembered.
void listen_for_interrupt(second_interrupt then = second_interrupt::ends_program);

// May be asked on any thread.
[[nodiscard]] bool interrupted();
[[nodiscard]] bool interrupted_twice();

}  // namespace lambent::cli
