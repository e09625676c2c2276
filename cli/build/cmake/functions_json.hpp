// functions.json, the contract between a project's build and this program: the functions and the
// extensions that it makes, for which architecture, from which files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::cli {

enum class program_kind : std::uint8_t { function, extension };

[[nodiscard]] std::string_view word_for(program_kind kind);

struct built_program {
  std::string name;
  program_kind kind = program_kind::function;
  std::string target;              // What CMake builds for it.
  std::string architecture;        // "x86_64" or "arm64".
  std::vector<std::string> files;  // Of a function, relative to its folder; "bootstrap" among them.

  // Of artefacts alone, not of what CMake says it will build.
  std::filesystem::path binary{};              // In the folder; of --flatten "bootstrap".
  std::string build_type{};                    // "Release", "RelWithDebInfo-address".
  std::vector<std::string> layer_libraries{};  // Those of --layer-library.
};

// Where the program lies below a folder `lambda`: its `binary`, else NAME/bootstrap or
// extensions/NAME.
[[nodiscard]] std::filesystem::path place_of(const built_program& program);

// Whether a path of the file names nothing outside its folder.
[[nodiscard]] bool stays_inside(const std::filesystem::path& path);

[[nodiscard]] result<std::vector<built_program>> parse_functions_json(std::string_view text);

// lambda/functions.json; ENOENT in the error's code when there is none.
[[nodiscard]] result<std::vector<built_program>> read_functions_json(
    const std::filesystem::path& lambda);

}  // namespace lambent::cli
