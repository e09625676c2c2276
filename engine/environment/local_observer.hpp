// What a person at a terminal wants to know of functions that are built on this machine.
#pragma once

#include <sys/types.h>

#include "engine/model/function.hpp"

namespace lambent::environment {

class local_observer {
public:
  virtual ~local_observer() = default;
  // An invocation waits until the function is built.
  virtual void on_waiting_call(const model::function& function) = 0;
  // The program waits at its first instruction for a debugger; the number is the host's.
  virtual void on_stopped_program(const model::function& function, pid_t process) = 0;
};

}  // namespace lambent::environment
