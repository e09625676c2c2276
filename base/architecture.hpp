// The processor architectures that functions have, in AWS's words, and the one of this build.
#pragma once

#include <elf.h>

#include <string_view>

namespace lambent {

struct architecture_facts {
  std::string_view name;         // As in Architectures: "x86_64", "arm64".
  std::string_view processor;    // As `uname -m` says it, and the names of qemu's programs.
  unsigned machine = EM_NONE;    // In an ELF file's header.
  std::string_view library_dir;  // Where Debian's cross compiler has the C library for it.
};

inline constexpr architecture_facts x86_64_facts{"x86_64", "x86_64", EM_X86_64,
                                                 "/usr/x86_64-linux-gnu"};
inline constexpr architecture_facts arm64_facts{"arm64", "aarch64", EM_AARCH64,
                                                "/usr/aarch64-linux-gnu"};

#if defined(__aarch64__)
inline constexpr architecture_facts native_architecture = arm64_facts;
inline constexpr architecture_facts other_architecture = x86_64_facts;
#else
inline constexpr architecture_facts native_architecture = x86_64_facts;
inline constexpr architecture_facts other_architecture = arm64_facts;
#endif

}  // namespace lambent
