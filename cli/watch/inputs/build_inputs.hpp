// The files that a configured build is made from: the sources of the functions and of what they
// link, every header that the compiler has read, CMake's own inputs. What belongs to the machine
// (the compiler's headers, CMake's modules) and what the build makes itself is left out.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/watch/reload.hpp"

namespace lambent::cli::watch {

struct build_inputs {
  std::map<std::string, input_kind, std::less<>> files;  // By absolute path.
  // Folders of the project in which a file that is new may be one that a failed build lacked.
  std::set<std::string, std::less<>> folders;
  // Folders of which every file counts, a new one, too; not what lies in their folders.
  std::set<std::string, std::less<>> whole;
  bool globs = false;  // The project lets CMake look for sources: a new file may be one.
};

struct build_folder {
  std::filesystem::path project;
  std::filesystem::path folder;
  std::vector<std::string> targets;  // Names of what is built; empty: everything.
  bool ninja = true;
};

// Runs ninja to ask for its records.
[[nodiscard]] result<build_inputs> read_build_inputs(const build_folder& of);

}  // namespace lambent::cli::watch
