// `lambent invoke`: sends one event to a function and prints what it answers. Talks to any endpoint
// with Lambda's Invoke operation; the default is the engine on this machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "aws/services/lambda.hpp"
#include "cli/aws/connection.hpp"
#include "cli/command_line/command_tree.hpp"
#include "cli/invoke/event.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

namespace invoke_limits {

// Lambda's quota of a client context as it travels, in base64.
constexpr std::size_t client_context_base64_bytes_max = 3583;
// Of --repeat: what is kept of a call are three numbers, so that a million fits anywhere.
constexpr std::size_t repeat_max = 1'000'000;
// Of --concurrency: a thread, a connection and three open files each, and 1024 files are usual.
constexpr std::size_t concurrency_max = 256;

}  // namespace invoke_limits

struct invoke_options {
  std::string name{};  // Name, name:qualifier or ARN; empty: the only function on this machine.
  event_source event{};
  bool list_examples = false;
  std::string qualifier{};
  bool tail = false;       // Also ask for the end of the log.
  bool stream = false;     // InvokeWithResponseStream.
  std::size_t repeat = 0;  // 0: one call, whose answer is printed.
  std::size_t concurrency = 1;
  aws::lambda::invocation_type type = aws::lambda::invocation_type::request_response;
  bool async = false;  // The same as `type` being an event.
  std::optional<std::string> client_context{};
  std::string client_context_file{};
  std::string tenant_id{};
  bool print_curl = false;
  bool remote = false;
  std::string invoke_address{};  // Of `lambent watch`; empty: not asked for.
  std::uint16_t invoke_port = 0;
  aws::client_options connection{.local_endpoint_url = engine_endpoint};
  output_format output = output_format::text;

  [[nodiscard]] aws::lambda::invocation_type asked_type() const {
    return async ? aws::lambda::invocation_type::event : type;
  }
};

void describe_invoke(CLI::App& command, invoke_options& options);
[[nodiscard]] exit_code invoke(const invoke_options& options,
                               const options_of<invoke_options>& again);

// Where the call goes: what --remote, --invoke-address and --invoke-port make of the flags for it.
[[nodiscard]] aws::client_options connection_of(const invoke_options& options);

// Says why a call failed, with the way out that an invocation has, and what to end with.
exit_code report_failed_call(const invoke_options& options, aws::client& with,
                             aws::call_error&& failed);

}  // namespace lambent::cli
