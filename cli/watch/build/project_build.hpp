// Builds the functions of a CMake project, and the extensions that run beside them, for `lambent
// watch`: in a folder of its own, so that `lambent build` and an IDE keep theirs, and fast to build
// rather than fast to run. Blocking; one build at a time.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/process.hpp"
#include "cli/build/build_project.hpp"
#include "cli/build/cmake/cmake_tree.hpp"
#include "cli/build/cmake/functions_json.hpp"
#include "cli/watch/build/code_copies.hpp"
#include "cli/watch/inputs/build_inputs.hpp"

namespace lambent::cli::watch {

struct function_code {
  code_copy program;             // And what is included.
  std::optional<code_copy> opt;  // Layers and the project's extensions, as /opt; unless empty.

  friend bool operator==(const function_code&, const function_code&) = default;
};

struct built_code {
  std::string name;
  function_code code;
};

struct build_outcome {
  std::vector<built_code> functions;  // That are good.
  std::vector<std::string> failed;    // The names of the others.
  std::string messages;               // What the tools said; of a failure, its reason.
  bool good = false;                  // All of it.
};

class project_build {
public:
  // Of a function: the files and folders beside its program, as `lambent build --include` has them.
  using includes_of = std::function<result<std::vector<std::string>>(const std::string& function)>;

  // Where a build with these settings is watched.
  [[nodiscard]] static result<cmake_tree> tree_for(build_settings settings);
  struct wishes {
    std::vector<std::string> functions{};  // To be built; empty: all.
    includes_of includes{};                // None: nothing is included.
    std::vector<std::string> layers{};     // As read_layers() takes them, absolute.
  };
  project_build(cmake_tree tree, std::filesystem::path copies, wishes wanted);

  // The first configuration. An error has CMake's words.
  [[nodiscard]] result<> configure();
  // After configure(): what is built, and all that the project has.
  [[nodiscard]] const std::vector<built_program>& functions() const { return functions_; }
  [[nodiscard]] const std::vector<std::string>& all_functions() const { return all_functions_; }
  [[nodiscard]] const std::vector<built_program>& extensions() const { return extensions_; }

  [[nodiscard]] build_outcome build(bool configure_first);
  // What the last configuration and build read.
  [[nodiscard]] result<build_inputs> inputs();
  // Ends a build that is under way in another thread, and every one that comes: by SIGINT, then as
  // process_options::stop does.
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
  // Copies what the last build made.
  [[nodiscard]] result<std::vector<std::string>> included_by(const std::string& function) const;
  [[nodiscard]] result<std::optional<code_copy>> take_opt();
  [[nodiscard]] result<code_copy> take(const built_program& function);
  // Refuses once the build is cancelled.
  [[nodiscard]] result<process_result> run(const std::function<result<process_result>()>& step);

  cmake_tree tree_;
  code_copies copies_;
  wishes wanted_;
  std::filesystem::path here_;  // What their paths are relative to.
  std::vector<built_program> functions_, extensions_;
  std::vector<std::string> all_functions_;
  std::mutex running_;  // Guards the two below.
  pid_t process_ = -1;  // The group of what runs now.
  bool cancelled_ = false;
};

}  // namespace lambent::cli::watch
