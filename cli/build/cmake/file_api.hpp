// What CMake says of a configured tree in its File API: targets with their sources and flags,
// CMake's own inputs, what the compiler includes by itself. The parsers take text and give values;
// nothing is believed of the text but its bytes.
// https://cmake.org/cmake/help/latest/manual/cmake-file-api.7.html
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::cli::file_api {

// The names of the reply files that were asked for. Empty where CMake knows no such object.
struct index {
  std::string codemodel, cmake_files, toolchains;
};

// A target of the first configuration.
struct target_entry {
  std::string id, name;
  std::string file;  // The reply that describes it.
};

struct target {
  std::string id, name;                   // As the codemodel has them.
  std::vector<std::string> sources;       // Relative to the source folder, or absolute.
  std::vector<std::string> includes;      // Folders, absolute.
  std::vector<std::string> flags;         // Of the compiler: "-O3"; some of them several times.
  std::vector<std::string> dependencies;  // Ids.
};

[[nodiscard]] result<index> parse_index(std::string_view text);
[[nodiscard]] result<std::vector<target_entry>> parse_codemodel(std::string_view text);
[[nodiscard]] result<target> parse_target(std::string_view text);
// The inputs that the project brings along: neither CMake's own nor generated ones. Relative to the
// source folder, or absolute.
[[nodiscard]] result<std::vector<std::string>> parse_cmake_files(std::string_view text);
// Folders that the compilers search without being told.
[[nodiscard]] result<std::vector<std::string>> parse_toolchains(std::string_view text);

// Asks CMake to answer when it next configures the tree.
[[nodiscard]] result<> ask(const std::filesystem::path& tree);

// The answers of the last configuration.
struct replies {
  std::vector<target> targets;
  std::vector<std::string> cmake_files;
  std::vector<std::string> implicit_includes;
};
[[nodiscard]] result<replies> read(const std::filesystem::path& tree);

// The targets with these ids and all that they depend on, directly or not; each once.
[[nodiscard]] std::vector<const target*> closure(const replies& of,
                                                 const std::vector<std::string>& ids);

}  // namespace lambent::cli::file_api
