// One build folder of CMake: configured when something it was configured with has changed, built
// as often as wanted. Runs cmake; knows nothing of Lambda.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/process.hpp"

namespace lambent::cli {

struct cmake_tree {
  std::filesystem::path project;
  std::filesystem::path folder;
  std::vector<std::string> arguments;  // "-DNAME=VALUE"; one of an earlier call is unset again.
  // Of cmake and of what it runs. CMake takes some of it for good (CXX, CXXFLAGS): another one,
  // like another compiler or toolchain file, starts the folder afresh.
  std::vector<std::pair<std::string, std::string>> environment{};
  unsigned jobs = 0;  // 0: one for each processor.
  child_stream output = child_stream::to_stderr;
  // Gets the process of each run, which then leads a group of its own, so that it can be ended.
  std::function<void(pid_t)> started{};
  // Of each run whose words are captured, which then leads a group of its own, too: true ends it.
  std::function<bool()> stop{};
  std::chrono::milliseconds time_max = std::chrono::milliseconds::max();
};

// Whether configure() would change anything: CMake itself sees to changed CMakeLists.txt.
[[nodiscard]] bool needs_configuring(const cmake_tree& tree);

[[nodiscard]] result<process_result> configure(const cmake_tree& tree);

// Another program, for the tree: with its environment, its output and `started`.
[[nodiscard]] result<process_result> run_for(const cmake_tree& tree, std::vector<std::string> argv);

// `targets` empty: everything.
[[nodiscard]] result<process_result> compile(const cmake_tree& tree,
                                             const std::vector<std::string>& targets);

}  // namespace lambent::cli
