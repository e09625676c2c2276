// What the commands that run the engine share: the flags that say how functions are run, and how
// an engine is opened with them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "engine/managed/client_choice.hpp"

namespace CLI {
class App;
}

namespace lambent::engine {
class service;
struct serve_settings;
}  // namespace lambent::engine

namespace lambent::cli {

enum class isolation_mode : std::uint8_t { full, process };
enum class network_mode : std::uint8_t { host_like, none };
enum class cpu_mode : std::uint8_t {
  share,  // memory / 1769 of a vCPU, as on Lambda.
  full,
};

struct engine_options {
  isolation_mode isolation = isolation_mode::full;
  network_mode network = network_mode::host_like;
  cpu_mode cpu = cpu_mode::share;
  managed::client_choice interface_client = managed::client_choice::automatic;
};

// --isolation, --network, --cpu and --interface-client; their defaults are what `options` has.
void add_engine_options(CLI::App& command, engine_options& options);

// The same flags with the values that mean `options`, for an engine that is started as a program.
[[nodiscard]] std::vector<std::string> flags_of(const engine_options& options);

// Fills in what the flags say and where lambent-sandbox lies, and opens the engine. An address that
// is taken is an error that names who has it.
[[nodiscard]] result<std::unique_ptr<engine::service>> open_engine(const engine_options& options,
                                                                   engine::serve_settings settings);

}  // namespace lambent::cli
