// The files that compilers say they read: `ninja -t deps`, `ninja -t inputs`, and Make's depfiles.
// Text in, paths out, as they stand there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lambent::cli::watch {

// The indented lines: each names a dependency of the target above it. Paths that several targets
// have come once.
[[nodiscard]] std::vector<std::string> parse_ninja_deps(std::string_view text);

// "target: a b\ c \" with line breaks: the words behind the first colon that ends a word.
[[nodiscard]] std::vector<std::string> parse_depfile(std::string_view text);

// One path in a line.
[[nodiscard]] std::vector<std::string> parse_lines(std::string_view text);

}  // namespace lambent::cli::watch
