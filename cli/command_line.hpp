// The command line of `lambent`: what was asked for, as one value, or the text and code to end with
// at once. Runs no command.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cli/build.hpp"
#include "cli/exit_code.hpp"
#include "cli/invoke.hpp"
#include "cli/new.hpp"
#include "cli/serve.hpp"

namespace lambent::cli {

struct end_now {
  std::string out;  // For stdout: help or version.
  error wrong;      // For stderr, when `code` is usage.
  exit_code code = exit_code::ok;
};

using command = std::variant<end_now, new_options, build_options, invoke_options, serve_options>;

// `arguments` without the program's name.
[[nodiscard]] command parse_command_line(std::vector<std::string> arguments);

}  // namespace lambent::cli
