#include "cli/completions/completions.hpp"

#include <CLI/CLI.hpp>

namespace lambent::cli {

void describe_completions(CLI::App& command, completions_options& options) {
  command.add_option("SHELL", options.shell_name, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command.footer(
      "An installed lambent has put them where bash, zsh and fish look.\n\n"
      "Example:\n"
      "  lambent completions bash > ~/.local/share/bash-completion/completions/lambent\n"
      "  lambent completions fish > ~/.config/fish/completions/lambent.fish");
}

exit_code print_completions(const completions_options& options, const command_tree& tree) {
  const command_description& root = tree.description();
  if (options.shell_name == "zsh") return finish_with(zsh_completions(root));
  if (options.shell_name == "fish") return finish_with(fish_completions(root));
  return finish_with(bash_completions(root));
}

}  // namespace lambent::cli
