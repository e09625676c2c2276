// A folder laid out like a Debian system of one architecture, with headers and libraries of the
// packages that were asked for. The toolchain files of the CMake package look there.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/deps/apt.hpp"

namespace lambent::cli::deps {

struct sysroot_package {
  package is;
  bool wanted = false;  // Else another one depends on it.
};

// Where the packages' files are, below `folder`.
[[nodiscard]] std::filesystem::path root_of(const std::filesystem::path& folder);

// What was last put there; none when nothing was.
[[nodiscard]] result<std::vector<sysroot_package>> read_packages(
    const std::filesystem::path& folder);

// Unpacks the archives afresh and puts the result in place of the last one. `packages` empty:
// nothing is left.
[[nodiscard]] result<> fill(const std::filesystem::path& folder, const private_apt& apt,
                            const std::vector<sysroot_package>& packages);

// Turns absolute links into relative ones, and prefixes in pkg-config's files into ones relative to
// the file: what was meant to lie in / is found below `root`.
[[nodiscard]] result<> make_relocatable(const std::filesystem::path& root);

// The names of wanted packages that have a shared library and no static one: functions are static.
[[nodiscard]] std::vector<std::string> without_static_library(
    const private_apt& apt, const std::vector<sysroot_package>& packages);

}  // namespace lambent::cli::deps
