// `lambent watch`: the project's functions in the local AWS Lambda, built again and swapped when
// their sources change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/build/toolchain.hpp"
#include "cli/command_line/command_tree.hpp"
#include "cli/serve/engine_options.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"
#include "cli/watch/listening_place.hpp"
#include "cli/watch/tls/tls_front.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

struct watch_options {
  std::vector<std::string> names;  // Functions; empty: all.
  std::string invoke_address = "127.0.0.1";
  std::uint16_t invoke_port = 9000;  // 0: the system chooses.
  bool ignore_changes = false;
  bool only_lambda_apis = false;
  bool wait = false;              // Build on the first invocation.
  std::uint32_t concurrency = 0;  // Environments of one function; 0: the account's limit.
  std::uint32_t timeout_s = 3;
  std::uint32_t memory_mb = 128;
  std::vector<std::string> variables;         // KEY=VALUE, or KEY: as it is here.
  std::vector<std::string> listed_variables;  // The same, of --env-var.
  std::vector<std::string> env_files;
  std::vector<std::string> cache_variables;  // NAME=VALUE, over those of `lambent build`.
  std::vector<std::string> includes;         // As `lambent build` takes them, and beside its own.
  std::vector<std::string> layers;           // Folders and zips for /opt.
  bool release = false;
  bool arm64 = false;
  sanitizer sanitize = sanitizer::none;
  std::string debug;  // The function under a debugger; empty: none.
  engine_options engine{.cpu = cpu_mode::full};
  watch::tls_files tls;  // Without a certificate there is no TLS.
  output_format output = output_format::text;
};

// Where the engine itself listens, which speaks no TLS: with TLS on this machine's loopback alone,
// so that nobody gets around it, and behind the invoke port.
[[nodiscard]] watch::listening_place engine_place_of(const watch_options& options);

void describe_watch(CLI::App& command, watch_options& options);
[[nodiscard]] exit_code watch_project(const watch_options& options,
                                      const options_of<watch_options>& again);

}  // namespace lambent::cli
