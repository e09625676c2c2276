// `lambent config`: what the flags of a command are when they are not given, and where each value
// comes from.
#pragma once

#include <string>
#include <vector>

#include "cli/command_line/command_tree.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {

struct config_options {
  std::vector<std::string> words;  // The command's name and, behind `--`, flags of its own.
  std::string function;
  bool explain = false;
  output_format output = output_format::text;
};

void describe_config(CLI::App& command, config_options& options);
[[nodiscard]] exit_code show_config(const config_options& options, const command_tree& tree);

}  // namespace lambent::cli
