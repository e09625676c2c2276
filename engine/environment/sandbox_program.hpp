// Starts lambent-sandbox, hears what it can do on this machine, and ends it. Blocking; what is said
// in between is for others.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "sandbox/protocol.hpp"

namespace lambent::environment {

// Who has it ends it, by `end_sandbox_program`.
struct sandbox_program {
  fd socket;
  pid_t pid = -1;
  sandbox::ready abilities;
};

struct sandbox_program_options {
  std::string path;
  sandbox::configure wanted;
  std::chrono::milliseconds answer_max;  // For the first answer.
  bool silent = false;                   // What it says on stderr is not wanted.
};

// What the program refuses is the error.
[[nodiscard]] result<sandbox_program> start_sandbox_program(const sandbox_program_options& options);

// The socket must be closed: the program takes that as its sign to end every sandbox and itself.
// One that does not is killed after some seconds.
void end_sandbox_program(pid_t pid);

}  // namespace lambent::environment
