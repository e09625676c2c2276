// Reads build/lambda/functions.json, in which the CMake package says what a build makes. Writes
// nothing; whether the files exist is the caller's question.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::cli {

struct built_function {
  std::string name;
  std::string architecture;        // "x86_64" or "arm64".
  std::vector<std::string> files;  // Relative to the function's folder; "bootstrap" among them.
};

[[nodiscard]] result<std::vector<built_function>> parse_functions_json(std::string_view text);

}  // namespace lambent::cli
