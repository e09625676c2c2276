// "Did you mean …": the known word closest to a mistyped one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lambent::cli {

// The closest candidate within a third of the word's length in typing mistakes (a letter too many,
// missing, wrong, or two swapped); empty when none is close.
[[nodiscard]] std::string closest(std::string_view word,
                                  const std::vector<std::string>& candidates);

}  // namespace lambent::cli
