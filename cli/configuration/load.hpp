// Finds lambent.toml and reads it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "cli/configuration/schema.hpp"
#include "cli/configuration/settings.hpp"

namespace lambent::cli::configuration {

struct load_options {
  std::string file{};     // --config; empty: the nearest lambent.toml.
  std::string context{};  // --context; empty: none.
};

// The nearest lambent.toml in `from` or a folder above it. One that another user than the owner of
// `from` and root could have put there is an error: what stands in it is obeyed.
[[nodiscard]] result<std::optional<std::filesystem::path>> find_file(
    const std::filesystem::path& from);

// Settings without a file when there is none and none is asked for.
[[nodiscard]] result<settings> load(const load_options& options, const schema& known);

}  // namespace lambent::cli::configuration
