// Configures and compiles a project for one platform: the step that `lambent build` and
// `lambent watch` share. One CMake tree for each platform and build type, all of a project's
// programs in one configuration. Packs and judges nothing.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/process.hpp"
#include "cli/build/cmake/cmake_tree.hpp"
#include "cli/build/cmake/functions_json.hpp"
#include "cli/build/platform.hpp"
#include "cli/build/toolchain.hpp"
#include "cli/terminal/exit_code.hpp"

namespace lambent::cli {

using name_value = std::pair<std::string, std::string>;

// What stopped a build, and the code that the program ends with.
struct build_error {
  error what;
  exit_code code = exit_code::build_failed;
  std::string compiler_output{};  // When it was captured.
};

template <class T = void>
using build_result = std::expected<T, build_error>;

struct build_settings {
  std::filesystem::path project;  // From find_project().
  platform target{.architecture = host_architecture()};
  std::optional<toolchain_kind> toolchain{};  // Unset: what suits the target.
  // CMake's: Debug, RelWithDebInfo, Release, MinSizeRel. RelWithDebInfo is fast enough to measure,
  // and a debugger finds its way.
  std::string build_type = "RelWithDebInfo";
  sanitizer sanitize = sanitizer::none;
  std::string command{};  // Of the project's own, in place of CMake and of a toolchain.
  program_kind kind = program_kind::function;
  std::vector<std::string> names{};           // Programs of `kind`; empty: all, and the tests.
  std::vector<name_value> cache_variables{};  // -D
  std::vector<name_value> environment{};      // Of cmake and the compiler, beside this process's.
  unsigned jobs = 0;                          // 0: one for each processor.
  // Is shown every program of the configured project before any is compiled; its error ends the
  // build.
  std::function<build_result<>(const std::vector<built_program>& all)> accept{};
  // Where cmake's and the compiler's words go: on stderr as they come, or `capture` into the
  // result.
  child_stream compiler_output = child_stream::to_stderr;
  // Where they are captured: true ends the build, and no run of cmake may take longer than that.
  std::function<bool()> stop{};
  std::chrono::milliseconds time_max = std::chrono::milliseconds::max();
};

struct built_project {
  std::filesystem::path tree;           // <project>/build/<architecture>-<type>…
  std::filesystem::path lambda;         // Holds <function>/bootstrap and extensions/<extension>.
  platform target;                      // With the C library that the toolchain chose.
  std::vector<built_program> programs;  // Those that were asked for, in the project's order.
  std::string compiler_output;          // When it was captured.
  bool by_cmake = true;  // So that the tree is CMake's; else it holds `lambda` alone.
};

[[nodiscard]] std::unexpected<build_error> stop(error e, exit_code code = exit_code::build_failed);

// Blocks until the compiler is done; shows a status line where a person watches. May be called
// again and again; what has not changed is not compiled again.
[[nodiscard]] build_result<built_project> build_project(const build_settings& settings);

// The functions and extensions that the project made when it was configured last, in whatever trees
// there are; nothing when it never was.
[[nodiscard]] std::vector<std::string> configured_names(const std::filesystem::path& project);

// The tree that build_project(settings) configures and compiles; not for builds that CMake does not
// make here.
[[nodiscard]] result<cmake_tree> cmake_tree_of(const build_settings& settings);

// Where build_project(settings) compiles, whether or not it has.
[[nodiscard]] std::filesystem::path tree_of(const build_settings& settings,
                                            const toolchain& chosen);

// That a program was named which the project does not make, with the nearest name or all of them.
[[nodiscard]] error no_such_program(const std::string& name, program_kind kind,
                                    const std::vector<std::string>& names);

}  // namespace lambent::cli
