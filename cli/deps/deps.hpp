// `lambent deps`: third-party libraries for a function from Debian's packages, for either
// architecture and without root. What is added is found by find_package, find_library and
// pkg-config in the project's build.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

struct deps_options {
  std::vector<std::string> packages{};  // Of `add` and `remove`.
  bool arm64 = false;
  bool x86_64 = false;
  std::string sources{};  // Of `add`.
  output_format output = output_format::text;
};

void describe_deps_add(CLI::App& command, deps_options& options);
void describe_deps_list(CLI::App& command, deps_options& options);
void describe_deps_remove(CLI::App& command, deps_options& options);

[[nodiscard]] exit_code deps_add(const deps_options& options);
[[nodiscard]] exit_code deps_list(const deps_options& options);
[[nodiscard]] exit_code deps_remove(const deps_options& options);

namespace deps {

// What `deps add` does, where one of the packages was not added yet; else nothing, and no network.
[[nodiscard]] result<> provide(const std::string& architecture,
                               const std::vector<std::string>& packages);

}  // namespace deps

}  // namespace lambent::cli
