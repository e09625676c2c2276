// What a Linux program or shared library says about itself: machine, loader, the libraries and the
// versions it asks of them. Reads bytes, runs nothing; every offset in the file is checked first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent {

// One library of `needed`, and the versions of its symbols that are asked for: "GLIBC_2.34".
struct elf_version_needs {
  std::string library;
  std::vector<std::string> versions;
};

struct elf_info {
  std::uint8_t bits = 64;           // 32 or 64.
  std::string architecture;         // "x86_64", "arm64" (as AWS says), or "machine 8".
  bool dynamic = false;             // Asks for an interpreter (ld.so).
  std::string interpreter;          // Its path; empty when not `dynamic`.
  std::vector<std::string> needed;  // Shared libraries, in the file's order.
  std::string glibc_needed;         // The highest "2.36" asked for; empty when none.
  std::vector<elf_version_needs> version_needs;
  std::vector<std::string> versions_defined;  // What a library offers to others.
  // Where to look for `needed` before, and after, LD_LIBRARY_PATH. At most one has entries: with a
  // runpath the loader passes over the rpath.
  std::vector<std::string> rpath;
  std::vector<std::string> runpath;
  bool executable_stack = false;
  unsigned x86_64_level = 0;  // 1 to 4 for x86-64 … x86-64-v4; 0 when the file does not say.
};

// Fails when the bytes are not a little-endian ELF executable or shared library. A 32-bit one is
// reported without its libraries.
[[nodiscard]] result<elf_info> read_elf(std::string_view bytes);

// Whether dotted version `a` is higher than `b`: "2.36" is higher than "2.4".
[[nodiscard]] bool version_is_higher(std::string_view a, std::string_view b);

}  // namespace lambent
