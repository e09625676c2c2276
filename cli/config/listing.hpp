// Values and where they come from, as a table and as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line/resolve.hpp"

namespace lambent::cli {

// One table of lambent.toml as it holds: a command's flags, or keys that are no flags.
struct listed_table {
  std::string name;  // "deploy", "watch.router"
  std::vector<resolved_flag> values;
};

struct listing {
  std::string file{};  // Empty: there is no lambent.toml.
  std::string context{};
  std::string function{};
  std::vector<listed_table> tables{};
};

// The keys of a table that is no command's, such as env or watch.router: `tables` weakest first,
// keys inside of tables with a '.' between them.
[[nodiscard]] std::vector<resolved_flag> flattened(
    const configuration::document& in, const std::vector<const configuration::member*>& tables);

[[nodiscard]] std::string as_table(const listing& all, bool explain);
[[nodiscard]] std::string as_json(const listing& all);

}  // namespace lambent::cli
