// `lambent completions`: scripts that let a shell complete commands, flags and their values. They
// are made from the command tree and complete without running this program.
#pragma once

#include <string>

#include "cli/command_line/command_tree.hpp"
#include "cli/terminal/exit_code.hpp"

namespace lambent::cli {

struct completions_options {
  std::string shell_name;
};

void describe_completions(CLI::App& command, completions_options& options);
[[nodiscard]] exit_code print_completions(const completions_options& options,
                                          const command_tree& tree);

[[nodiscard]] std::string bash_completions(const command_description& root);
[[nodiscard]] std::string zsh_completions(const command_description& root);
[[nodiscard]] std::string fish_completions(const command_description& root);

}  // namespace lambent::cli
