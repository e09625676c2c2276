// `lambent build`: configures and builds the project around the current folder with CMake, judges
// what came out as AWS Lambda would, and packs each function into a zip whose bytes depend on the
// code alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/build/audit/lambda_image.hpp"
#include "cli/build/build_project.hpp"
#include "cli/build/package/artefacts.hpp"
#include "cli/command_line/command_tree.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

enum class artefact_format : std::uint8_t { binary, zip, image };

struct build_options {
  // Functions, or extensions with `extension`; empty means all.
  std::vector<std::string> names{};
  std::vector<std::string> more_names{};  // Those of --function.

  bool release = false;
  std::string build_type{};  // CMake's; empty: RelWithDebInfo, or Release with `release`.
  bool arm64 = false;
  bool x86_64 = false;
  std::string target{};  // A triple; empty: this machine's architecture, or a flag's above.
  std::optional<toolchain_kind> toolchain{};
  sanitizer sanitize = sanitizer::none;
  std::string command{};                          // What builds the project in place of CMake.
  std::vector<std::string> cache_variables{};     // NAME=VALUE
  std::vector<std::string> environment{};         // NAME=VALUE, of the compiler
  std::vector<std::string> listed_environment{};  // The same, of --env-var.
  std::vector<std::string> env_files{};
  unsigned jobs = 0;

  std::optional<artefact_format> format{};  // Unset: a zip, but of what only runs here.
  std::string lambda_dir{};                 // Empty: build/lambda in the project.
  std::string flatten{};
  bool extension = false;
  bool internal = false;
  std::vector<std::string> includes{};
  std::string runtime{newest_image};
  std::vector<std::string> layer_libraries{};
  bool own_base = false;  // It runs on an image of the user's: nothing is known of what that has.
  output_format output = output_format::text;
};

void describe_build(CLI::App& command, build_options& options);
[[nodiscard]] exit_code build(const build_options& options,
                              const options_of<build_options>& per_function);

// The build that the options ask for, its project apart. Fails on options that contradict each
// other.
[[nodiscard]] result<build_settings> settings_of(const build_options& options);

// How each of several functions is packed, where they differ.
struct packing_rules {
  // Whether lambent.toml names functions of this project alone; told all of them.
  std::function<result<>(const std::vector<std::string>& names)> check{};
  // The options that hold for one. Of them those of the package count: a project is compiled once.
  std::function<result<build_options>(const std::string& name)> options_for{};
};

// One program, ready to be written.
struct built_package {
  prepared_package package;
  packaging how;
};

struct built_packages {
  std::vector<built_package> packages;
  std::string build_type;
};

// Everything before something is written outside of CMake's tree: what `lambent image build` packs.
// Mistakes that the audit finds are reported on stderr one by one before it fails. Without `rules`
// the options hold for all.
[[nodiscard]] build_result<built_packages> build_packages(const build_options& options,
                                                          const packing_rules& rules = {});

}  // namespace lambent::cli
