// Several words as one text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lambent {

[[nodiscard]] inline std::string joined(const std::vector<std::string>& words,
                                        std::string_view between = ", ") {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : between).append(word);
  return out;
}

}  // namespace lambent
