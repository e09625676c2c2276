// `lambent man`: the manual pages, and the same as one page of Markdown. Made from the command
// tree.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/command_line/command_tree.hpp"
#include "cli/terminal/exit_code.hpp"

namespace lambent::cli {

enum class man_format : std::uint8_t { roff, markdown };

struct man_options {
  std::vector<std::string> words;  // The command; empty: lambent itself.
  man_format format = man_format::roff;
  std::string dir;  // Write lambent.1 and a page for each command there.
};

void describe_man(CLI::App& command, man_options& options);
[[nodiscard]] exit_code print_man(const man_options& options, const command_tree& tree);

// One page of the manual's section 1, in roff's man macros.
[[nodiscard]] std::string man_page(const command_description& command);
// "lambent-deps-add"
[[nodiscard]] std::string page_name(const command_description& command);

// The command and all under it.
[[nodiscard]] std::string markdown_page(const command_description& command);

}  // namespace lambent::cli
