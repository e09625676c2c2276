// Which compiler builds for a platform, and what CMake has to be told for that. Looks for programs,
// runs none but `python3 -m ziglang version`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/build/platform.hpp"

namespace lambent::cli {

enum class toolchain_kind : std::uint8_t {
  native,     // This system's compiler, or Debian's cross compiler.
  zig,        // musl, or a glibc of a chosen version.
  container,  // The project's Dockerfile.
};

// Instrumentation that finds mistakes while a function runs.
enum class sanitizer : std::uint8_t { none, address, undefined, thread };

[[nodiscard]] std::string_view word_for(sanitizer which);

struct toolchain {
  toolchain_kind kind = toolchain_kind::native;
  platform builds_for;                       // With the C library that was chosen, where one was.
  std::vector<std::string> cmake_arguments;  // For configuring.
};

// `wanted` empty: the native one, or zig where a C library is asked for that only zig has. Fails
// when the compiler is not installed, and then names the package; CMake itself judges one that the
// user has named.
[[nodiscard]] result<toolchain> choose_toolchain(std::optional<toolchain_kind> wanted,
                                                 const platform& target,
                                                 const std::filesystem::path& package_dir,
                                                 bool compiler_is_named);

// Debian's compiler for an architecture that is not this machine's.
struct cross_compiler {
  std::string program;  // "aarch64-linux-gnu-g++"
  std::string package;  // "g++-aarch64-linux-gnu"
};
[[nodiscard]] cross_compiler cross_compiler_for(std::string_view architecture);

// The words that start zig: $LAMBENT_ZIG, `zig`, or `python3 -m ziglang`, the first that is there.
[[nodiscard]] result<std::vector<std::string>> find_zig();

}  // namespace lambent::cli
