// Builds the functions of a CMake project for `lambent watch`: in a folder of its own, so that
// `lambent build` and an IDE keep theirs, and fast to build rather than fast to run. Blocking; one
// build at a time.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/process.hpp"
#include "cli/build/cmake/cmake_tree.hpp"
#include "cli/build/cmake/functions_json.hpp"
#include "cli/build/toolchain.hpp"
#include "cli/watch/build/code_copies.hpp"
#include "cli/watch/inputs/build_inputs.hpp"

namespace lambent::cli::watch {

struct watched_project {
  std::filesystem::path folder;  // From find_project().
  bool release = false;          // Else to debug it.
  cli::sanitizer sanitize = cli::sanitizer::none;
};

struct built_code {
  std::string name;
  code_copy code;
};

struct build_outcome {
  std::vector<built_code> functions;  // That are good.
  std::vector<std::string> failed;    // The names of the others.
  std::string messages;               // What the tools said; of a failure, its reason.
  bool good = false;                  // All of it.
};

class project_build {
public:
  [[nodiscard]] static result<cmake_tree> tree_for(const watched_project& project);
  project_build(cmake_tree tree, std::filesystem::path copies);

  // The first configuration. An error has CMake's words.
  [[nodiscard]] result<> configure();
  // After configure(): what the project makes.
  [[nodiscard]] const std::vector<built_program>& functions() const { return functions_; }

  [[nodiscard]] build_outcome build(bool configure_first);
  // What the last configuration and build read.
  [[nodiscard]] result<build_inputs> inputs();
  // Ends a build that is under way in another thread, and every one that comes.
  void cancel();
  [[nodiscard]] bool is_cancelled();

  [[nodiscard]] const std::filesystem::path& project() const { return tree_.project; }
  [[nodiscard]] code_copies& copies() { return copies_; }

private:
  // Of the folder: another `lambent watch` of the project has the same one.
  [[nodiscard]] result<fd> lock();
  [[nodiscard]] result<> configure_locked();
  [[nodiscard]] bool has_ninja() const;
  [[nodiscard]] result<process_result> compile_functions();
  [[nodiscard]] std::vector<std::string> targets() const;
  [[nodiscard]] result<> read_functions();
  [[nodiscard]] bool is_built(const built_program& function);
  [[nodiscard]] result<> take(const built_program& function, build_outcome& out);
  // Refuses once the build is cancelled.
  [[nodiscard]] result<process_result> run(const std::function<result<process_result>()>& step);

  cmake_tree tree_;
  code_copies copies_;
  std::vector<built_program> functions_;
  std::mutex running_;  // Guards the two below.
  pid_t process_ = -1;  // The group of what runs now.
  bool cancelled_ = false;
};

}  // namespace lambent::cli::watch
