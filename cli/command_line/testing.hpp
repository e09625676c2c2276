// For tests: what a command's flags make of some arguments, without running the command.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cli/command_line/command_tree.hpp"

namespace lambent::cli::testing {

template <class Options>
Options parsed(void (*describe)(CLI::App&, Options&), std::vector<std::string> arguments) {
  static Options got;
  got = {};
  command_tree tree;
  tree.add<Options>("command", "The command under test", describe, [](const Options& options) {
    got = options;
    return exit_code::ok;
  });
  arguments.insert(arguments.begin(), "command");
  auto asked = tree.parse(std::move(arguments));
  if (const auto* end = std::get_if<end_now>(&asked)) FAIL(end->wrong.what);
  CHECK(std::get<run_command>(asked)() == exit_code::ok);
  return got;
}

template <class Options>
end_now refused(void (*describe)(CLI::App&, Options&), std::vector<std::string> arguments) {
  command_tree tree;
  tree.add<Options>("command", "The command under test", describe,
                    [](const Options&) { return exit_code::ok; });
  arguments.insert(arguments.begin(), "command");
  auto asked = tree.parse(std::move(arguments));
  REQUIRE(std::holds_alternative<end_now>(asked));
  return std::get<end_now>(asked);
}

}  // namespace lambent::cli::testing
