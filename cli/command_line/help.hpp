// What --help prints of one command.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line/description.hpp"

namespace lambent::cli {

constexpr std::size_t help_columns = 80;

[[nodiscard]] std::string help_text(const command_description& command);

// The text in lines of at most `columns` characters, broken at spaces; longer words stay whole.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

// "-l, --lambda-dir DIR"
[[nodiscard]] std::string flag_usage(const flag_description& flag);

}  // namespace lambent::cli
