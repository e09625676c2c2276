// Text as a JSON string, for answers that are written rather than built as a tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lambent {

// Quotes included. What is not UTF-8 becomes U+FFFD, so that the result is JSON whatever came in.
void append_json_string(std::string& out, std::string_view text);
[[nodiscard]] std::string json_string(std::string_view text);
// An array of them.
[[nodiscard]] std::string json_string_list(const std::vector<std::string>& texts);

}  // namespace lambent
