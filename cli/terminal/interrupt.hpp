// Ctrl-C, and being asked to end, for commands that have something to finish first.
#pragma once

namespace lambent::cli {

// From now on the first SIGINT, SIGTERM or SIGHUP is only remembered; the second ends the program.
void listen_for_interrupt();

// May be asked on any thread.
[[nodiscard]] bool interrupted();

}  // namespace lambent::cli
