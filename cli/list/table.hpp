// Rows of text in columns as wide as their widest cell.
#pragma once

#include <string>
#include <vector>

namespace lambent::cli {

// The first row is the head. Columns are two spaces apart; the last is not padded.
[[nodiscard]] std::string aligned(const std::vector<std::vector<std::string>>& rows);

}  // namespace lambent::cli
