// `lambent build`: configures and builds the project around the current folder with CMake, checks
// what came out, and packs each function into a zip whose bytes depend on the code alone.
#pragma once

#include <cstdint>
#include <string>

#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

enum class artefact_format : std::uint8_t { binary, zip };

struct build_options {
  std::string name;  // One function; empty means all.
  bool release = false;
  std::string lambda_dir;  // Empty: build/lambda in the project.
  artefact_format format = artefact_format::zip;
  output_format output = output_format::text;
};

void describe_build(CLI::App& command, build_options& options);
[[nodiscard]] exit_code build(const build_options& options);

}  // namespace lambent::cli
