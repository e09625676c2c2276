// What a function is compiled for: one of Lambda's architectures and a C library. Values only.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent::cli {

struct platform {
  std::string architecture;  // "x86_64" or "arm64", as AWS says.
  // "musl", "gnu" or "gnu.2.26": a C library that was asked for. Empty: the toolchain's own choice.
  std::string libc{};

  bool operator==(const platform&) const = default;
};

// This machine's architecture, as AWS names it; one that Lambda does not have as uname says it.
[[nodiscard]] std::string host_architecture();

// "aarch64-unknown-linux-gnu.2.26": a triple as Rust's users write it, or as zig's do without the
// vendor, and for gnu the version of the C library at most.
[[nodiscard]] result<platform> parse_target(std::string_view triple);

// "x86_64" → "x86_64", "arm64" → "aarch64": what compilers say.
[[nodiscard]] std::string_view processor_of(std::string_view architecture);

}  // namespace lambent::cli
