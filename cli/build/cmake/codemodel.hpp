// What CMake's File API tells of a configured tree: the flags a program and all that it is made of
// are compiled with. cmake-file-api(7), object kind "codemodel" version 2.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace lambent::cli {

struct target_flags {
  std::string target;
  std::vector<std::string> flags;  // Each once: "-O3", "-march=native".
};

// Of the target and of every target it depends on, directly or not. Empty for an unknown target.
[[nodiscard]] result<std::vector<target_flags>> flags_behind(const std::filesystem::path& tree,
                                                             const std::string& target);

}  // namespace lambent::cli
