// What a Linux executable says about itself: machine, static or dynamic, and what it asks of the
// system's C library. Reads bytes, runs nothing; every offset in the file is checked first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent {

struct elf_info {
  std::uint8_t bits = 64;           // 32 or 64.
  std::string architecture;         // "x86_64", "arm64" (as AWS says), or "machine 8".
  bool dynamic = false;             // Asks for an interpreter (ld.so).
  std::vector<std::string> needed;  // Shared libraries, in the file's order.
  std::string glibc_needed;         // The highest "2.36" asked for; empty when none.
};

// Fails when the bytes are not a little-endian ELF executable. A 32-bit one is reported without
// its libraries.
[[nodiscard]] result<elf_info> read_elf(std::string_view bytes);

// Whether dotted version `a` is higher than `b`: "2.36" is higher than "2.4".
[[nodiscard]] bool version_is_higher(std::string_view a, std::string_view b);

}  // namespace lambent
