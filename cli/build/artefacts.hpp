// What a build leaves behind: one checked binary per function and the zip made of it. Knows files,
// not CMake.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/build/functions_json.hpp"

namespace lambent::cli {

struct artefact {
  std::string name;
  std::string architecture;
  std::filesystem::path binary;
  std::uint64_t binary_bytes = 0;
  std::filesystem::path zip{};  // Empty when none was asked for; so are the two below.
  std::uint64_t zip_bytes = 0;
  std::string code_sha256{};
  std::vector<std::string> warnings{};  // Why it may not run on AWS Lambda.
};

struct artefact_options {
  std::filesystem::path built;  // The folder that holds <name>/bootstrap.
  std::filesystem::path out;    // Where <name>/bootstrap and <name>.zip go; may be the same.
  bool zip = true;
};

[[nodiscard]] result<artefact> make_artefact(const built_function& function,
                                             const artefact_options& options);

// A table, and the same as JSON.
[[nodiscard]] std::string as_table(const std::vector<artefact>& artefacts);
[[nodiscard]] std::string as_json(const std::vector<artefact>& artefacts);

}  // namespace lambent::cli
