// The local Lambda as one object: it wires the API, the execution environments, the stores and the
// HTTP edge, and is the only place that knows all of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "engine/environment/local_observer.hpp"
#include "engine/log_tee.hpp"
#include "engine/managed/client_choice.hpp"
#include "engine/model/function.hpp"
#include "engine/url/router.hpp"
#include "sandbox/protocol.hpp"

namespace lambent::engine {

class local_functions;

struct serve_settings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 4566;  // 0: the kernel chooses.
  std::filesystem::path data_dir;
  bool temporary =
      false;  // The data directory is deleted with the engine: nothing waits for disks.
  std::string sandbox_program;  // Path of lambent-sandbox.
  sandbox::isolation isolation = sandbox::isolation::full;
  sandbox::network network = sandbox::network::host_like;
  bool full_cpu = false;
  managed::client_choice interface_client = managed::client_choice::automatic;
  bool refuses_image_indexes = false;  // As AWS does.
  bool full_stream_rate = false;       // Streamed responses at any speed, unlike Lambda's.
  std::size_t prepared_min = 16;       // Sandboxes kept ready.
  url::routing routing;                // Of HTTP requests that name no function; empty: refused.
  // Every caller is taken for this one, and functions built on this machine are its own.
  std::optional<model::owner> everyone;
  // Callers are let in by admit(); until then they wait at the open port.
  bool closed_at_first = false;
  // Both are called on the loop's thread and must not block; they outlive the service.
  environment::local_observer* observer = nullptr;
  log_tee::show on_log;
};

inline constexpr std::chrono::seconds drain_max{2};

class service {
public:
  // Everything is open and the port is bound; nothing is served until run().
  [[nodiscard]] static result<std::unique_ptr<service>> open(const serve_settings& settings);
  ~service();
  service(const service&) = delete;
  service& operator=(const service&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  // What this machine cannot do, and how to allow it.
  [[nodiscard]] const std::vector<error>& warnings() const;

  // Functions that are built on this machine; needs `everyone`. Any thread may use it.
  [[nodiscard]] local_functions& local();

  // With `closed_at_first`: from now on requests are served. Any thread may call it.
  void admit();

  // Serves until SIGINT, SIGTERM, stop() or, unless it was ignored, SIGHUP. Then invocations under
  // way have `drain_max` to end; whoever waits after that is told so. Extensions are told of the
  // end as on Lambda, and have their time. A second signal other than SIGHUP ends
  // at once.
  void run();
  // Any thread may call it, also before run().
  void stop();

private:
  struct state;
  explicit service(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace lambent::engine
