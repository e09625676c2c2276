// The local Lambda as one object: it wires the API, the execution environments, the stores and the
// HTTP edge, and is the only place that knows all of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "engine/url/router.hpp"
#include "sandbox/protocol.hpp"

namespace lambent::engine {

struct serve_settings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 4566;  // 0: the kernel chooses.
  std::filesystem::path data_dir;
  std::string sandbox_program;  // Path of lambent-sandbox.
  sandbox::isolation isolation = sandbox::isolation::full;
  sandbox::network network = sandbox::network::host_like;
  bool full_cpu = false;
  bool full_stream_rate = false;  // Streamed responses at any speed, unlike Lambda's.
  std::size_t prepared_min = 16;  // Sandboxes kept ready.
  url::routing routing;           // Of HTTP requests that name no function; empty: refused.
};

class service {
public:
  // Everything is open and the port is bound; nothing is served until run().
  [[nodiscard]] static result<std::unique_ptr<service>> open(const serve_settings& settings);
  ~service();
  service(const service&) = delete;
  service& operator=(const service&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  // What this machine cannot do, and how to allow it.
  [[nodiscard]] const std::vector<std::string>& warnings() const;

  // Serves until SIGINT or SIGTERM.
  void run();

private:
  struct state;
  explicit service(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace lambent::engine
