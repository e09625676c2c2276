// Which functions need an emulator on this machine, and whether it is there: qemu's user mode, as
// Debian's package qemu-user-static has it.
#pragma once

#include <string>
#include <string_view>

namespace lambent::environment {

inline constexpr std::string_view emulator_package = "qemu-user-static";

// "qemu-aarch64-static" on an x86_64 machine, and the reverse.
[[nodiscard]] std::string emulator_name();

// Its absolute path, looked for in PATH; empty when there is none.
[[nodiscard]] std::string find_emulator();

// Whether a function of this architecture ("x86_64", "arm64") runs emulated here.
[[nodiscard]] bool needs_emulator(std::string_view architecture);

}  // namespace lambent::environment
