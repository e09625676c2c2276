// Where the programs of execution environments run, and what an environment hears of its own. Two
// kinds exist: sandbox_host, whose programs the engine starts and ends, and outside_host, whose
// programs somebody starts by hand.
#pragma once

#include <string>

#include "base/fd.hpp"
#include "sandbox/protocol.hpp"

namespace lambent::environment {

// A paused sandbox, complete but without a function.
struct prepared_sandbox {
  sandbox::sandbox_id id{};
  std::string runtime_api;  // host:port of the Runtime API as the function sees it.
  fd listener;              // Listening socket of the Runtime API, non-blocking.
  fd output;  // Read end of the function's stdout and stderr; empty outside a sandbox.
  fd memory_peak, freezer;  // Empty where the machine cannot do it.
};

// Hears what happens to one sandbox.
class sandbox_listener {
public:
  virtual ~sandbox_listener() = default;
  // `output`: the read end of the program's own pipe, where it was started with one.
  virtual void on_started(const sandbox::started& begun, fd&& output) = 0;
  virtual void on_failed(sandbox::failed&& what) = 0;
  // A socket of the sandbox's network, not connected; empty when none could be made.
  virtual void on_socket(fd&& made) = 0;
  virtual void on_exited(const sandbox::exited& how) = 0;
  virtual void on_reset_done() = 0;
  // The program lambent-sandbox has died, and this sandbox with it.
  virtual void on_lost() = 0;
};

class program_host {
public:
  program_host() = default;
  program_host(const program_host&) = delete;
  program_host& operator=(const program_host&) = delete;
  virtual ~program_host() = default;

  // From now on `listener` hears of this sandbox, until release(). It must outlive that.
  virtual void subscribe(sandbox::sandbox_id id, sandbox_listener& listener) = 0;
  // Ends the sandbox and forgets its listener.
  virtual void release(sandbox::sandbox_id id) = 0;
  // What cannot be sent, because it is too long, its listener hears of as failed.
  virtual void send(const sandbox::request& message) = 0;
};

}  // namespace lambent::environment
