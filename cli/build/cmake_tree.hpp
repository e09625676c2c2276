// One build folder of CMake: configured when something it was configured with has changed, built
// as often as wanted. Runs cmake; knows nothing of Lambda.
#pragma once

#include <filesystem>
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
  std::vector<std::pair<std::string, std::string>> environment{};
  unsigned jobs = 0;  // 0: one for each processor.
  child_stream output = child_stream::to_stderr;
};

// Whether configure() would change anything: CMake itself sees to changed CMakeLists.txt.
[[nodiscard]] bool needs_configuring(const cmake_tree& tree);

[[nodiscard]] result<process_result> configure(const cmake_tree& tree);

// `targets` empty: everything.
[[nodiscard]] result<process_result> compile(const cmake_tree& tree,
                                             const std::vector<std::string>& targets);

}  // namespace lambent::cli
