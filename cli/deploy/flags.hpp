// Flags that every command has which talks to AWS, and how such a command ends when AWS does not do
// what it is asked.
#pragma once

#include "aws/message.hpp"
#include "aws/options.hpp"
#include "cli/terminal/exit_code.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

// --profile, --region, --endpoint-url, --retry-attempts
void add_aws_flags(CLI::App& command, aws::client_options& options);

// Reports the error and gives the exit code for it.
[[nodiscard]] exit_code report_call(aws::call_error&& failed, std::string_view doing);

}  // namespace lambent::cli
