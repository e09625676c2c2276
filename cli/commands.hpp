// Every command of `lambent`, in the order that help shows them. Also what completions, man pages
// and their tests are made from.
#pragma once

#include "cli/command_line/command_tree.hpp"

namespace lambent::cli {

void add_commands(command_tree& tree);

}  // namespace lambent::cli
