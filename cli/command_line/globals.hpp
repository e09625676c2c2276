// The flags that every command has, before or behind its name.
#pragma once

#include <string>

#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

struct global_options {
  terminal_choices terminal{};
  std::string config_file{};  // Empty: the nearest lambent.toml.
  std::string context{};
};

void describe_globals(CLI::App& root, global_options& options);

}  // namespace lambent::cli
