#include "cli/build/cmake/cmake_tree.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string_view>
#include <thread>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "cli/build/cmake/file_api.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* record_name = "lambent-arguments.txt";
constexpr std::uint64_t record_bytes_max = 1UL << 20U;

// Lines of a record that are no arguments.
constexpr std::string_view unfinished = "unfinished";
constexpr std::string_view place_word = "in ";
constexpr std::string_view environment_word = "with ";

fs::path record_of(const cmake_tree& tree) { return tree.folder / record_name; }

std::string as_text(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

// What the folder is configured with: the arguments, and what else CMake's cache depends on. Values
// of the environment may be secret.
std::vector<std::string> lines_of(const cmake_tree& tree) {
  std::vector<std::string> out = tree.arguments;
  out.push_back(std::string(place_word) + tree.folder.string());
  for (const auto& [name, value] : tree.environment)
    out.push_back(std::string(environment_word) + name + "=" + to_hex(sha256(value)));
  return out;
}

// What the folder was last configured with; empty when it was not. While a call runs, and after one
// that failed, the lines of the call before stand there, too: either may be what CMake's cache
// holds.
std::string recorded(const cmake_tree& tree) {
  return read_file(record_of(tree), record_bytes_max).value_or("");
}

std::vector<std::string> recorded_lines(const cmake_tree& tree) {
  std::vector<std::string> out;
  std::istringstream lines(recorded(tree));
  for (std::string line; std::getline(lines, line);) out.push_back(std::move(line));
  return out;
}

bool has(const cmake_tree& tree, const char* file) {
  std::error_code ec;
  return fs::exists(tree.folder / file, ec);
}

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

std::string variable_of(std::string_view argument) {
  return std::string(argument.substr(0, argument.find_first_of(":=")));
}

// "-UNAME" for each variable that the last call set and this one does not: CMake's cache would keep
// it.
std::vector<std::string> unset_arguments(const cmake_tree& tree) {
  std::vector<std::string> out;
  for (const std::string& line : recorded_lines(tree)) {
    std::string variable = variable_of(line);
    bool still_set = std::ranges::any_of(tree.arguments, [&](const std::string& argument) {
      return variable_of(argument) == variable;
    });
    if (!still_set && variable.starts_with("-D")) out.push_back("-U" + variable.substr(2));
  }
  return out;
}

// What CMake takes once for a folder's life, whatever is said later.
std::vector<std::string> chosen_once(std::vector<std::string> lines) {
  std::erase_if(lines, [](const std::string& line) {
    const std::string variable = variable_of(line);
    return !line.starts_with(place_word) && !line.starts_with(environment_word) &&
           variable != "-DCMAKE_TOOLCHAIN_FILE" &&
           !(variable.starts_with("-DCMAKE_") && variable.ends_with("_COMPILER"));
  });
  return lines;
}

bool was_chosen_otherwise(const cmake_tree& tree) {
  std::vector<std::string> before = recorded_lines(tree);
  return !before.empty() && chosen_once(std::move(before)) != chosen_once(lines_of(tree));
}

// As `cmake --fresh` of CMake 3.24 does it.
result<> forget_configuration(const cmake_tree& tree) {
  std::error_code ec;
  // The record last: until the cache is gone it says what that holds.
  for (const char* name : {"CMakeCache.txt", "CMakeFiles", record_name}) {
    fs::remove_all(tree.folder / name, ec);
    if (ec) return sys_fail("remove " + (tree.folder / name).string(), ec.value());
  }
  return {};
}

// Chosen once for a folder: what it keeps for its life.
std::vector<std::string> first_arguments(const cmake_tree& tree) {
  std::vector<std::string> out;
  if (has(tree, "CMakeCache.txt")) return out;
  if (!is_set("CMAKE_GENERATOR") && !find_program("ninja").empty()) {
    // Ninja takes the colours out again where nobody watches; make does not.
    out.insert(out.end(), {"-G", "Ninja", "-DCMAKE_COLOR_DIAGNOSTICS=ON"});
  }
  // A new project compiles the whole runtime, which is the same as in the last one.
  std::string ccache = find_program("ccache");
  if (!ccache.empty() && std::getenv("CMAKE_CXX_COMPILER_LAUNCHER") == nullptr)
    out.push_back("-DCMAKE_CXX_COMPILER_LAUNCHER=" + ccache);
  return out;
}

result<process_result> run(const cmake_tree& tree, std::vector<std::string> argv,
                           child_stream out) {
  child started = TRY(child::start(
      {.argv = std::move(argv),
       .set_env = tree.environment,
       .out = out,
       .err = tree.output == child_stream::capture ? child_stream::capture : child_stream::inherit,
       .time_max = tree.time_max,
       .stop = tree.stop,
       .own_group = tree.started || tree.stop}));
  if (tree.started) tree.started(started.pid());
  return started.finish();
}

result<process_result> run_cmake(const cmake_tree& tree, std::vector<std::string> arguments,
                                 child_stream out) {
  std::vector<std::string> argv = {"cmake"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  auto ended = run(tree, std::move(argv), out);
  if (!ended && ended.error().code == ENOENT)
    ended.error().hint = "install CMake and a compiler: apt-get install cmake ninja-build g++";
  return ended;
}

// The lines of before and of now, and one more: the folder needs configuring until this call has
// succeeded.
result<> record_attempt(const cmake_tree& tree) {
  std::vector<std::string> lines = recorded_lines(tree);
  std::vector<std::string> more = lines_of(tree);
  more.emplace_back(unfinished);
  for (std::string& line : more)
    if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
  return replace_file(record_of(tree), as_text(lines), 0644);
}

// Ninja says when it had nothing to do, even if it is told to be quiet.
std::string without_idle_notice(std::string text) {
  constexpr std::string_view notice = "ninja: no work to do.\n";
  if (std::size_t at = text.find(notice); at != std::string::npos) text.erase(at, notice.size());
  return text;
}

}  // namespace

bool needs_configuring(const cmake_tree& tree) {
  const bool complete =
      has(tree, "CMakeCache.txt") && (has(tree, "build.ninja") || has(tree, "Makefile"));
  return !complete || recorded(tree) != as_text(lines_of(tree));
}

result<process_result> configure(const cmake_tree& tree) {
  if (was_chosen_otherwise(tree)) TRY(forget_configuration(tree));
  std::vector<std::string> arguments = {"--no-warn-unused-cli", "-S", tree.project.string(), "-B",
                                        tree.folder.string()};
  for (const auto& more : {first_arguments(tree), unset_arguments(tree), tree.arguments})
    arguments.insert(arguments.end(), more.begin(), more.end());
  TRY(file_api::ask(tree.folder));
  TRY(record_attempt(tree));
  // CMake says errors and warnings on stderr; its stdout is only about what went well.
  process_result ended = TRY(run_cmake(tree, std::move(arguments), child_stream::discard));
  if (ended.ok()) TRY(replace_file(record_of(tree), as_text(lines_of(tree)), 0644));
  return ended;
}

result<process_result> run_for(const cmake_tree& tree, std::vector<std::string> argv) {
  return run(tree, std::move(argv), tree.output);
}

result<process_result> compile(const cmake_tree& tree, const std::vector<std::string>& targets) {
  bool ninja = has(tree, "build.ninja");
  std::vector<std::string> arguments = {"--build", tree.folder.string()};
  // Ninja knows by itself how many compilers fit.
  if (tree.jobs != 0 || !ninja) {
    unsigned jobs = tree.jobs != 0 ? tree.jobs : std::max(1U, std::thread::hardware_concurrency());
    arguments.insert(arguments.end(), {"--parallel", std::to_string(jobs)});
  }
  if (!targets.empty()) arguments.emplace_back("--target");
  arguments.insert(arguments.end(), targets.begin(), targets.end());
  // On a terminal ninja shows one line that overwrites itself; elsewhere only problems are wanted.
  // Through a pipe it also takes out the compiler's colours, where none are wanted.
  terminal_manners manners = stderr_manners();
  bool watched = tree.output != child_stream::capture && manners.status_line && manners.colour;
  if (!ninja || watched) return run_cmake(tree, std::move(arguments), tree.output);
  arguments.insert(arguments.end(), {"--", "--quiet"});
  process_result ended = TRY(run_cmake(tree, std::move(arguments), child_stream::capture));
  ended.out = without_idle_notice(std::move(ended.out));
  if (tree.output != child_stream::capture)
    std::fwrite(ended.out.data(), 1, ended.out.size(), stderr);
  return ended;
}

}  // namespace lambent::cli
