// Env files: lines of KEY=VALUE as shells, Docker and the dotenv libraries have them.
//   export KEY=value     # `export` is allowed, a comment after a space ends the value
//   KEY=                 # the empty value
//   KEY='as it is'       # no escapes, may span lines
//   KEY="a\tb \"c\" \$d" # \n \r \t \\ \" \$ and a line break after '\'; may span lines
// Nothing is expanded: '$' stands for itself everywhere.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace lambent::cli::configuration {

constexpr std::size_t dotenv_bytes_max = 1024UL * 1024;

// In the file's order, names may repeat. `path` is for messages alone: "prod.env:3: ...".
[[nodiscard]] result<std::vector<std::pair<std::string, std::string>>> parse_dotenv(
    std::string_view text, const std::string& path);

[[nodiscard]] result<std::vector<std::pair<std::string, std::string>>> read_dotenv(
    const std::string& path);

}  // namespace lambent::cli::configuration
