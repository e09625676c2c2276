#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/terminal/terminal.hpp"

namespace {

using namespace lambent::cli;

exit_code run(std::vector<std::string> arguments) {
  command_tree tree;
  add_commands(tree);
  auto asked = tree.parse(std::move(arguments));
  if (const auto* command = std::get_if<run_command>(&asked)) return (*command)();
  const end_now& end = std::get<end_now>(asked);
  return end.code == exit_code::ok ? finish_with(end.out) : report(end.wrong, end.code);
}

}  // namespace

int main(int argc, char** argv) {
  return static_cast<int>(run({argv + (argc > 0 ? 1 : 0), argv + argc}));
}
