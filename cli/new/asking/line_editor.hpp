// One line from a terminal, with completion. Where the terminal cannot do that, or there is none,
// a line as it comes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::cli {

inline constexpr std::size_t answer_bytes_max = 1'024;

// Shows `prompt` on `out` and reads a line from `in`, without its newline. The error's code is
// ECANCELED where there was an end of input or Ctrl-C.
[[nodiscard]] result<std::string> read_line(int in, int out, std::string_view prompt,
                                            const std::vector<std::string>& candidates);

// The candidates that begin so, and what they all go on with.
struct completion {
  std::vector<std::string> candidates;
  std::string common;  // Behind what is there already.
};
[[nodiscard]] completion complete(std::string_view beginning,
                                  const std::vector<std::string>& candidates);

// The candidates for a person, some on each line.
[[nodiscard]] std::string in_columns(const std::vector<std::string>& candidates);

}  // namespace lambent::cli
