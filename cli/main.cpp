// The program `lambent`: parses the command line by the tree of commands, runs what was asked for.
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.hpp"
#include "cli/configuration/load.hpp"
#include "cli/terminal/terminal.hpp"

namespace {

using namespace lambent::cli;

environment_variables own_variables() {
  constexpr std::string_view prefix = "LAMBENT_";
  environment_variables out;
  for (char** each = environ; *each != nullptr; ++each) {
    std::string_view variable = *each;
    std::size_t equals = variable.find('=');
    if (variable.starts_with(prefix) && equals != std::string_view::npos)
      out.emplace_back(variable.substr(0, equals), variable.substr(equals + 1));
  }
  return out;
}

exit_code run(std::vector<std::string> arguments) {
  command_tree tree;
  add_commands(tree);
  auto asked = tree.parse(std::move(arguments),
                          {.load = configuration::load, .environment = own_variables()});
  set_terminal_choices(tree.globals().terminal);
  for (const std::string& remark : tree.remarks()) detail(1, remark);
  for (const lambent::error& odd : tree.warnings()) warn(odd.what, odd.hint);
  if (const auto* command = std::get_if<run_command>(&asked)) return (*command)();
  const end_now& end = std::get<end_now>(asked);
  return end.code == exit_code::ok ? finish_with(end.out) : report(end.wrong, end.code);
}

}  // namespace

int main(int argc, char** argv) {
  return static_cast<int>(run({argv + (argc > 0 ? 1 : 0), argv + argc}));
}
