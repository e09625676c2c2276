// How a program's end is told to the caller of an invocation, in Lambda's words.
#pragma once

#include <string>
#include <string_view>

namespace lambent::environment {

struct exit_report {
  bool by_signal = false;
  int code = 0;
  bool out_of_memory = false;
  // Why the program could not be started at all; empty when it ran.
  std::string start_problem;
  std::string_view start_problem_type = "Runtime.InvalidEntrypoint";
};

// Of the function's program: "Runtime exited with error: exit status 1".
[[nodiscard]] std::string exit_text(const exit_report& how);
// "Runtime.ExitError".
[[nodiscard]] std::string_view exit_type(const exit_report& how);
// Of an extension's: "exit status 1".
[[nodiscard]] std::string extension_exit_text(const exit_report& how);

}  // namespace lambent::environment
