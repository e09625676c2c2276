// Rows of text in columns as wide as their widest cell.
#pragma once

#include <string>
#include <vector>

namespace lambent::cli {

// The first row is the head. Columns are two spaces apart; the last is not padded. Cells may be
// from outside: control characters of theirs are shown.
[[nodiscard]] std::string aligned(std::vector<std::vector<std::string>> rows);

}  // namespace lambent::cli
