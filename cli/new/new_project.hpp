// `lambent new`: writes a project from a template that the program carries. Offline, and never over
// a file that exists.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

struct new_options {
  std::string name;
  std::string template_name = "basic";
  std::string dir;  // The project's folder; empty means ./NAME.
  output_format output = output_format::text;
};

void describe_new(CLI::App& command, new_options& options);
[[nodiscard]] exit_code new_project(const new_options& options);

// Lambda's rule for function names, and CMake's for targets.
[[nodiscard]] result<> check_project_name(std::string_view name);

// The text with every {{name}} replaced. Other braces stay as they are.
[[nodiscard]] std::string fill_in(std::string_view text, std::string_view name);

}  // namespace lambent::cli
