// `lambent image build`: a container image of each function, on a base or on nothing, without a
// daemon and without root.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/build/build.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

struct image_build_options {
  std::vector<std::string> names{};  // Functions; empty means all.

  bool arm64 = false;
  bool x86_64 = false;
  bool multi_arch = false;  // Both, in an index.
  bool release = false;
  std::optional<toolchain_kind> toolchain{};
  std::vector<std::string> cache_variables{};  // NAME=VALUE
  // Programs in place of a build, one for each architecture.
  std::vector<std::string> binary_paths{};

  std::string base = "scratch";
  std::string destination{};            // A reference; empty: a layout beside the other artefacts.
  std::string entrypoint{}, command{};  // A word, or a JSON array of them.
  std::vector<std::string> environment{};
  std::vector<std::string> includes{};
  std::vector<std::string> labels{};
  output_format output = output_format::text;
};

void describe_image_build(CLI::App& command, image_build_options& options);
// Built as `lambent build` does where lambent.toml has a command of the project's own.
[[nodiscard]] exit_code image_build(const image_build_options& options,
                                    const options_of<image_build_options>& again);

// Where a function's image goes. `several` functions in one layout are told apart by their names.
[[nodiscard]] result<std::string> destination_for(const image_build_options& options,
                                                  const std::string& function, bool several);

// `["/a","b"]` as its words, everything else as one word.
[[nodiscard]] result<std::vector<std::string>> words_of_command(const std::string& text);

}  // namespace lambent::cli
