// Starting the program of a sandbox from its first process: the last few system calls of a cold
// start.
#pragma once

#include <sys/types.h>

#include "sandbox/protocol.hpp"

namespace lambent::sandbox {

struct spawn_failure {
  start_problem problem = start_problem::other;
  error why;
  bool called_off = false;  // The launcher said no, and has told the engine why.
};

// What it needs of init; a descriptor that is negative is not there.
struct spawn_files {
  int control = -1;
  int output = -1;
  int emulator = -1;
};

// The running program's process. Its output goes to `output`, or where ours goes without one; it
// inherits no other descriptor. Waits for the launcher's go_word on `control` when everything but
// the execution itself is done.
[[nodiscard]] std::expected<pid_t, spawn_failure> spawn(const start& what, const spawn_files& with);

}  // namespace lambent::sandbox
