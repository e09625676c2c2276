// Flags and commands that cargo-lambda's users type and that do not exist here: what to say instead
// of guessing at a name that looks alike.
#pragma once

#include <span>
#include <string_view>

namespace lambent::cli {

struct foreign_word {
  std::string_view commands;  // That it is typed with, "build watch"; empty: any, or none.
  std::string_view words;     // "--package -p"
  std::string_view instead;   // One sentence, without a full stop.
};

[[nodiscard]] std::span<const foreign_word> foreign_words();

// What to do instead; empty when nothing is known of the word.
[[nodiscard]] std::string_view instead_of(std::string_view command, std::string_view word);

}  // namespace lambent::cli
