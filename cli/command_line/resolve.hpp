// Gives a command's flags the values that the command line did not: from the environment, from
// lambent.toml, weakest first, and says where each value comes from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "cli/configuration/schema.hpp"
#include "cli/configuration/settings.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

using environment_variables = std::vector<std::pair<std::string, std::string>>;

// What stands behind the flags of the command line.
struct value_sources {
  configuration::settings settings{};
  environment_variables environment{};  // Those that begin with LAMBENT_.
};

enum class origin : std::uint8_t { otherwise, file, environment, flag };

struct resolved_value {
  std::string text;  // As it would be typed.
  origin from = origin::otherwise;
  std::string where{};  // "lambent.toml:3:8", "LAMBENT_DEPLOY_MEMORY"; else empty.
};

struct resolved_flag {
  std::string key;   // "memory"
  std::string flag;  // "--memory"
  configuration::value_kind kind = configuration::value_kind::text;
  bool repeatable = false;
  // Of `pairs` and repeatable flags any number; else one, or none when it has no value.
  std::vector<resolved_value> values{};
};

struct resolved_flags {
  std::vector<resolved_flag> flags{};
  std::vector<error> warnings{};  // Variables of the environment that look like flags and are none.
};

// `command` is parsed already. Its options get what `sources` have for the command at `path` and
// `function` (empty: none). A value beats those of weaker sources that exclude it, as
// `--data-ascii` beats `data_file` of the file; pairs are merged by key.
[[nodiscard]] result<resolved_flags> fill(CLI::App& command, const std::vector<std::string>& path,
                                          std::string_view function, const value_sources& sources);

// The variable that stands for a flag: LAMBENT_DEPLOY_MEMORY.
[[nodiscard]] std::string variable_of(const std::vector<std::string>& path, std::string_view key);

}  // namespace lambent::cli
