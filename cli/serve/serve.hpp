// `lambent serve`: the local AWS Lambda in the foreground, until a signal ends it.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.hpp"
#include "cli/serve/engine_options.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::engine {
struct serve_settings;
}

namespace lambent::cli {

enum class stream_rate : std::uint8_t {
  capped,  // 6 MB at any speed, then 2 MB a second, as on Lambda.
  full,
};

enum class image_index : std::uint8_t {
  run,  // The image for the function's architecture.
  refuse,
};

struct serve_options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 4566;  // 0: the system chooses.
  std::string data_dir;       // The command line fills in `default_data_dir()`.
  engine_options engine;
  cli::stream_rate stream_rate = stream_rate::capped;
  cli::image_index image_index = image_index::run;
  output_format output = output_format::text;
  // The process that started it: it stops when that ends, even by SIGKILL. 0: whoever did.
  std::int32_t parent = 0;
};

void describe_serve(CLI::App& command, serve_options& options);
// All but what open_engine() fills in.
[[nodiscard]] engine::serve_settings settings_for(const serve_options& options);
[[nodiscard]] exit_code serve(const serve_options& options);

// Beside lambent in a build tree, in ../libexec/lambent when installed.
[[nodiscard]] result<std::string> find_sandbox_program();

// ${XDG_DATA_HOME:-~/.local/share}/lambent
[[nodiscard]] std::string default_data_dir();

}  // namespace lambent::cli
