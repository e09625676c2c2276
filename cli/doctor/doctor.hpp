// `lambent doctor`: what this machine can do, what is missing, and what to do about it.
#pragma once

#include <string>

#include "aws/options.hpp"
#include "cli/command_line/command_tree.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {

struct doctor_options {
  aws::client_options aws{};
  bool identity = false;
  output_format output = output_format::text;
};

void describe_doctor(CLI::App& command, doctor_options& options);
[[nodiscard]] exit_code examine(const doctor_options& options, const command_tree& tree);

}  // namespace lambent::cli
