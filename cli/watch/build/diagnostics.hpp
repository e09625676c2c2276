// What a failed build said, made fit for people and for callers: the compiler's own words, without
// those of ninja and make around them. Text in, text out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lambent::cli::watch {

// How much of a compiler's output a caller gets as an error message.
inline constexpr std::size_t error_message_bytes_max = 16UL * 1024;

// Without progress, command lines and "build stopped"; paths in `project` are relative to it.
[[nodiscard]] std::string compiler_messages(std::string_view output, std::string_view project);

// Without escape sequences (colours, links).
[[nodiscard]] std::string without_colours(std::string_view text);

// The first whole lines, and how many were left out.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t bytes_max);

}  // namespace lambent::cli::watch
