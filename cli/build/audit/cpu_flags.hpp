// Compiler flags that choose a processor: which of them make programs that Lambda's processors may
// not run.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambent::cli {

// Why a program compiled with the flag may die of SIGILL on Lambda; nothing when it will not.
// Flags that choose no processor are fine.
[[nodiscard]] std::optional<std::string> why_not_on_lambda(std::string_view flag,
                                                           std::string_view architecture);

// The most that may be asked for: "-march=x86-64-v3", "-mcpu=neoverse-n1".
[[nodiscard]] std::string_view most_capable_flag(std::string_view architecture);

}  // namespace lambent::cli
