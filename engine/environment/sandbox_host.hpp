// The engine's side of the program lambent-sandbox: starts it, keeps a pool of prepared sandboxes
// ahead of need, and turns its messages into calls. If the program dies, its sandboxes are lost and
// it is started anew. Runs on the loop's thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "engine/environment/program_host.hpp"

namespace boost::asio {
class io_context;
}

namespace lambent::environment {

struct sandbox_settings {
  std::string program;  // Path of lambent-sandbox.
  std::string run_dir;
  sandbox::isolation isolation = sandbox::isolation::full;
  sandbox::network network = sandbox::network::host_like;
  std::string emulator;           // As in sandbox::configure.
  std::size_t prepared_min = 16;  // Kept ready.
  // How long after a sandbox was taken the pool is filled up again: making one would compete for
  // the CPU with the function that is just starting.
  std::chrono::milliseconds refill_delay{10};
  std::chrono::seconds answer_max{10};  // For the program's first answer.
  unsigned restarts_max = 5;            // In a row, without a sandbox prepared in between.
};

class sandbox_host final : public program_host {
public:
  using acquired = std::move_only_function<void(result<prepared_sandbox>&&)>;

  // Starts the program and waits for its first answer.
  [[nodiscard]] static result<std::unique_ptr<sandbox_host>> start(boost::asio::io_context& on,
                                                                   sandbox_settings settings);
  ~sandbox_host() override;

  [[nodiscard]] const sandbox::ready& abilities() const;

  // Gives a prepared sandbox; at once, inside this call, when the pool has one.
  void acquire(acquired then);
  void subscribe(sandbox::sandbox_id id, sandbox_listener& listener) override;
  void release(sandbox::sandbox_id id) override;
  void send(const sandbox::request& message) override;

private:
  struct state;
  explicit sandbox_host(std::shared_ptr<state> s);
  // Owners: this object and its pending read, which outlives it by a moment.
  std::shared_ptr<state> state_;
};

}  // namespace lambent::environment
