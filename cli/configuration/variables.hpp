// The environment variables that functions get: [env], [functions.NAME.env] and those of the
// context, files of KEY=VALUE lines, and what the command line adds.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "cli/configuration/document.hpp"
#include "cli/configuration/settings.hpp"

namespace lambent::cli::configuration {

using variable = std::pair<std::string, std::string>;
using variables = std::vector<variable>;  // Sorted by name, names are unique.

// A name: letters, digits and '_', not a digit first.
[[nodiscard]] bool is_variable_name(std::string_view name);

// The value of a key "env".
[[nodiscard]] result<variables> read_variables(const document& in, const member& env);

struct variable_sources {
  std::string_view function{};             // Empty: what holds for every function.
  std::vector<std::string> env_files{};    // Of --env-file, weakest first.
  std::vector<std::string> assignments{};  // Of --env: KEY=VALUE.
};

// All of it, the later over the earlier: the tables, the files, the assignments. `KEY=` is the
// empty value.
[[nodiscard]] result<variables> variables_of(const settings& from, const variable_sources& sources);

}  // namespace lambent::cli::configuration
