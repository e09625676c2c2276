#include "cli/build/project.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "base/files.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t cmake_file_bytes_max = 4UL * 1024 * 1024;

bool calls_project(const fs::path& cmake_file) {
  auto text = read_file(cmake_file, cmake_file_bytes_max);
  if (!text) return false;
  std::string_view rest = *text;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos) continue;
    constexpr std::string_view command = "project";
    std::string word(line.substr(start, command.size()));
    std::ranges::transform(word, word.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    std::size_t after = line.find_first_not_of(" \t", start + command.size());
    if (word == command && after != std::string_view::npos && line[after] == '(') return true;
  }
  return false;
}

fs::path own_folder() {
  std::error_code ec;
  return fs::read_symlink("/proc/self/exe", ec).parent_path();
}

bool configured(const cmake_options& options) {
  std::error_code ec;
  return fs::exists(options.project / "build" / "CMakeCache.txt", ec);
}

bool uses_ninja(const cmake_options& options) {
  std::error_code ec;
  return fs::exists(options.project / "build" / "build.ninja", ec);
}

result<process_result> run_cmake(std::vector<std::string> arguments, child_stream out) {
  std::vector<std::string> argv = {"cmake"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  auto ended = run_process({.argv = std::move(argv), .out = out});
  if (!ended && ended.error().code == ENOENT)
    ended.error().hint = "install CMake and a compiler: apt-get install cmake ninja-build g++";
  return ended;
}

}  // namespace

result<fs::path> find_project(const fs::path& from) {
  std::error_code ec;
  fs::path start = fs::canonical(from, ec);
  if (ec) return sys_fail("find the folder " + from.string(), ec.value());
  fs::path dir = start;
  while (true) {
    if (calls_project(dir / "CMakeLists.txt")) return dir;
    if (!dir.has_relative_path()) break;
    dir = dir.parent_path();
  }
  return fail("there is no CMake project in " + start.string() + " or a folder above it",
              "`lambent new NAME` makes one");
}

result<fs::path> find_package_dir() {
  fs::path own = own_folder();
  std::array<fs::path, 4> candidates = {own / "../lib/cmake/lambent",
                                        own / "../lib64/cmake/lambent",
                                        own / "../share/cmake/lambent", LAMBENT_BUILD_PACKAGE_DIR};
  std::error_code ec;
  for (const fs::path& dir : candidates)
    if (fs::exists(dir / "lambentConfig.cmake", ec)) return fs::weakly_canonical(dir, ec);
  return fail("find the CMake package lambent: there is no lambentConfig.cmake in " +
                  candidates.front().lexically_normal().string() + " or " +
                  candidates.back().string(),
              "install lambent completely, or run it from its source tree's build");
}

result<process_result> configure(const cmake_options& options) {
  std::vector<std::string> arguments = {"--no-warn-unused-cli",
                                        "-S",
                                        options.project.string(),
                                        "-B",
                                        (options.project / "build").string(),
                                        "-DCMAKE_BUILD_TYPE=" + options.build_type,
                                        "-Dlambent_DIR=" + options.package_dir.string()};
  // A build folder keeps the generator it was made with.
  if (!configured(options) && !find_program("ninja").empty())
    arguments.insert(arguments.end(), {"-G", "Ninja"});
  // A new project compiles the whole runtime, which is the same as in the last one.
  const std::string ccache = find_program("ccache");
  if (!configured(options) && !ccache.empty() &&
      std::getenv("CMAKE_CXX_COMPILER_LAUNCHER") == nullptr)
    arguments.push_back("-DCMAKE_CXX_COMPILER_LAUNCHER=" + ccache);
  // CMake says errors and warnings on stderr; its stdout is only about what went well.
  return run_cmake(std::move(arguments), child_stream::discard);
}

result<process_result> compile(const cmake_options& options) {
  std::vector<std::string> arguments = {"--build", (options.project / "build").string()};
  bool ninja = uses_ninja(options);
  if (!ninja)
    arguments.insert(
        arguments.end(),
        {"--parallel", std::to_string(std::max(1U, std::thread::hardware_concurrency()))});
  // On a terminal ninja shows one line that overwrites itself; elsewhere only problems are wanted.
  if (ninja && ::isatty(STDERR_FILENO) != 1) arguments.insert(arguments.end(), {"--", "--quiet"});
  return run_cmake(std::move(arguments), child_stream::to_stderr);
}

}  // namespace lambent::cli
