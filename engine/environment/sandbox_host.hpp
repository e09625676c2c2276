// The engine's side of the program lambent-sandbox: starts it, keeps a pool of prepared sandboxes
// ahead of need, and turns its messages into calls. If the program dies, its sandboxes are lost and
// it is started anew. Runs on the loop's thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "sandbox/protocol.hpp"

namespace boost::asio {
class io_context;
}

namespace lambent::environment {

// A paused sandbox, complete but without a function.
struct prepared_sandbox {
  sandbox::sandbox_id id{};
  std::string runtime_api;  // host:port of the Runtime API as the function sees it.
  fd listener;              // Listening socket in the sandbox's network namespace.
  fd output;                // Read end of the function's stdout and stderr.
  fd memory_peak, freezer;  // Empty where the machine cannot do it.
};

// Hears what happens to one sandbox.
class sandbox_listener {
public:
  virtual ~sandbox_listener() = default;
  virtual void on_started() {}
  virtual void on_failed(sandbox::failed&& what) = 0;
  virtual void on_exited(const sandbox::exited& how) = 0;
  virtual void on_reset_done() = 0;
  // The program lambent-sandbox has died, and this sandbox with it.
  virtual void on_lost() = 0;
};

struct sandbox_settings {
  std::string program;  // Path of lambent-sandbox.
  std::string run_dir;
  sandbox::isolation isolation = sandbox::isolation::full;
  sandbox::network network = sandbox::network::host_like;
  std::size_t prepared_min = 16;  // Kept ready.
  // How long after a sandbox was taken the pool is filled up again: making one would compete for
  // the CPU with the function that is just starting.
  std::chrono::milliseconds refill_delay{10};
  std::chrono::seconds answer_max{10};  // For the program's first answer.
  unsigned restarts_max = 5;            // In a row, without a sandbox prepared in between.
};

class sandbox_host {
public:
  using acquired = std::move_only_function<void(result<prepared_sandbox>&&)>;

  // Starts the program and waits for its first answer.
  [[nodiscard]] static result<std::unique_ptr<sandbox_host>> start(boost::asio::io_context& on,
                                                                   sandbox_settings settings);
  ~sandbox_host();
  sandbox_host(const sandbox_host&) = delete;
  sandbox_host& operator=(const sandbox_host&) = delete;

  [[nodiscard]] const sandbox::ready& abilities() const;

  // Gives a prepared sandbox; at once, inside this call, when the pool has one.
  void acquire(acquired then);
  // From now on `listener` hears of this sandbox, until release(). It must outlive that.
  void subscribe(sandbox::sandbox_id id, sandbox_listener& listener);
  // Ends the sandbox and forgets its listener.
  void release(sandbox::sandbox_id id);
  void send(const sandbox::request& message);

private:
  struct state;
  explicit sandbox_host(std::shared_ptr<state> s);
  // Owners: this object and its pending read, which outlives it by a moment.
  std::shared_ptr<state> state_;
};

}  // namespace lambent::environment
