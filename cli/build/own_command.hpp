// A build by a command of the project's own, where Make, Meson or Bazel builds it and not CMake. It
// leaves in $LAMBENT_OUTPUT what a build has in build/lambda: NAME/bootstrap of each function, with
// what lies beside it, and extensions/NAME.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/process.hpp"
#include "cli/build/cmake/functions_json.hpp"

namespace lambent::cli {

struct command_build {
  std::string command;            // For /bin/sh.
  std::filesystem::path project;  // Where it runs.
  std::filesystem::path into;     // Emptied before; $LAMBENT_OUTPUT.
  std::string architecture;       // $LAMBENT_ARCHITECTURE
  std::string build_type;         // $LAMBENT_BUILD_TYPE
  std::vector<std::pair<std::string, std::string>> environment{};  // Beside these.
  child_stream output = child_stream::to_stderr;
};

// What the command finds in its environment: the three above, CC and CXX where the architecture is
// not this machine's and nobody says what compiles, and over these the build's own.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> variables_of(
    const command_build& build);

// Shows the command on stderr, then runs it.
[[nodiscard]] result<process_result> run_build_command(const command_build& build);

// The programs that lie in a folder laid out like that, in the order of their names. A folder
// without a bootstrap is no function.
[[nodiscard]] result<std::vector<built_program>> programs_in(const std::filesystem::path& folder,
                                                             std::string_view architecture);

}  // namespace lambent::cli
