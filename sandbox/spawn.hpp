// Starting the program of a sandbox from its first process: the last few system calls of a cold
// start.
#pragma once

#include <sys/types.h>

#include "sandbox/protocol.hpp"

namespace lambent::sandbox {

struct spawn_failure {
  start_problem problem = start_problem::other;
  error why;
};

// The running program's process. Its output is ours; it inherits no other descriptor.
[[nodiscard]] std::expected<pid_t, spawn_failure> spawn(const start& what);

}  // namespace lambent::sandbox
