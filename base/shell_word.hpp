// Text as one word of a POSIX shell's command line, for commands that are shown to be typed.
#pragma once

#include <string>
#include <string_view>

namespace lambent {

// As it is where every shell takes it so, else in single quotes. No zero byte may be in it.
[[nodiscard]] std::string shell_word(std::string_view text);

}  // namespace lambent
