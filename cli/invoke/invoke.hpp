// `lambent invoke`: sends one event to a function and prints what it answers. Talks to any endpoint
// with Lambda's Invoke operation; the default is the engine on this machine.
#pragma once

#include <optional>
#include <string>

#include "cli/http_client.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

struct invoke_options {
  std::string name;  // Name, name:qualifier or ARN.
  std::optional<std::string> data_ascii;
  std::string data_file;     // "-" is stdin; empty when there is none.
  std::string endpoint_url;  // Empty: from the environment, else `default_endpoint`.
  std::string region;        // Empty: from the environment, else us-east-1.
  std::string qualifier;
  bool tail = false;  // Also ask for the end of the log.
  output_format output = output_format::text;
};

constexpr const char* default_endpoint = "http://127.0.0.1:4566";

void describe_invoke(CLI::App& command, invoke_options& options);
[[nodiscard]] exit_code invoke(const invoke_options& options);

// LAMBENT_ENDPOINT_URL, AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL, or the default; without a final
// slash. `given` wins.
[[nodiscard]] std::string endpoint_for(const std::string& given);
[[nodiscard]] std::string region_for(const std::string& given);

[[nodiscard]] http_request invoke_request(const invoke_options& options, std::string payload);

// What AWS's error answers say: "ResourceNotFoundException: Function not found: …".
[[nodiscard]] std::string describe_aws_error(const http_response& answer);

}  // namespace lambent::cli
