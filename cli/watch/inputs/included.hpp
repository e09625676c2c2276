// What `--include` puts beside a function's program, as inputs: every file of it, and the folders
// in which a new one belongs to it, too.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/watch/inputs/build_inputs.hpp"

namespace lambent::cli::watch {

// Relative paths are seen from `base`, which is absolute. What is not there is looked for in the
// folder that it would lie in.
[[nodiscard]] result<> add_included(const std::vector<std::string>& includes,
                                    const std::filesystem::path& base, build_inputs& into);

}  // namespace lambent::cli::watch
