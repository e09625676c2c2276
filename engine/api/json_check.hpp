// Whether a payload is one JSON value, in a single pass without allocation, and if not, what
// Jackson (which AWS's service reads payloads with) says about it. It builds nothing from the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lambent::api {

// Empty when `text` is valid JSON in valid UTF-8, nested at most `depth_max` deep (at most 1000).
[[nodiscard]] std::optional<std::string> json_fault(std::string_view text, std::size_t depth_max);

}  // namespace lambent::api
