// How a candidate is executed: by the kernel as it is, or by the emulator. Runs in the child that
// borrows init's memory: nothing here allocates.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace lambent::sandbox {

// Scripts that are interpreted by scripts; the kernel's own limit.
inline constexpr std::size_t interpreters_max = 4;
// What may come to stand before a program's own arguments.
inline constexpr std::size_t spare_arguments = 2 * interpreters_max + 5;
inline constexpr std::size_t script_line_bytes_max = 256;  // The kernel's, too.

struct execution {
  int emulator = -1;  // An open file; negative: none.
  bool emulated = false;
  const char* prefix = nullptr;  // For the emulator's -L; null: none.
  // [spare_arguments] unused, then argv[0], the arguments and a null.
  std::vector<char*> arguments;
  std::vector<char*> environment;
  std::array<std::array<char, script_line_bytes_max>, interpreters_max> lines{};
};

// Comes back only when `path` could not be executed; errno says why. A program of the wrong
// architecture is ENOEXEC whatever the kernel could do with it, as on AWS Lambda.
void execute(execution& what, const char* path);

}  // namespace lambent::sandbox
