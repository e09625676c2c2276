// `lambent invoke`: sends one event to a function and prints what it answers. Talks to any endpoint
// with Lambda's Invoke operation; the default is the engine on this machine.
#pragma once

#include <optional>
#include <string>

#include "cli/aws/connection.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

struct invoke_options {
  std::string name{};  // Name, name:qualifier or ARN.
  std::optional<std::string> data_ascii{};
  std::string data_file{};     // "-" is stdin; empty when there is none.
  std::string data_example{};  // The name of an example event.
  bool list_examples = false;
  aws::client_options connection{.local_endpoint_url = engine_endpoint};
  std::string qualifier{};
  bool tail = false;  // Also ask for the end of the log.
  output_format output = output_format::text;
};

void describe_invoke(CLI::App& command, invoke_options& options);
[[nodiscard]] exit_code invoke(const invoke_options& options);

}  // namespace lambent::cli
