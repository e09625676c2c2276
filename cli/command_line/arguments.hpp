// The words of a command line: which command they are for, what nobody knows, and how they get into
// the options. CLI11 does the reading; here is what it does otherwise than people expect.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

// {"deps", "add"}; empty for the root.
[[nodiscard]] std::vector<std::string> path_of(const CLI::App& command);
// "lambent deps add"
[[nodiscard]] std::string full_name(const CLI::App& command);

// The command that the words lead to, as far as they do.
[[nodiscard]] CLI::App& command_for(CLI::App& root, const std::vector<std::string>& arguments);

// Where the root's command stands among the words; their number when there is none.
[[nodiscard]] std::size_t command_word(const CLI::App& root,
                                       const std::vector<std::string>& arguments);

// The first command or flag that does not exist, with the nearest that does.
[[nodiscard]] std::optional<error> find_stranger(CLI::App& root,
                                                 const std::vector<std::string>& arguments);

// Throws CLI::ParseError. What stands behind `--` goes to the command's last argument, when that
// takes several words.
void parse_words(CLI::App& root, std::vector<std::string> arguments);

// "hello" of "hello", "hello:live", "123456789012:function:hello" and an ARN.
[[nodiscard]] std::string bare_function_name(std::string_view reference);

}  // namespace lambent::cli
