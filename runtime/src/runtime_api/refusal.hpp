// What the Runtime API said when it did not say yes, as a sentence.
#pragma once

#include <string>
#include <string_view>

namespace lambent {

// "the Runtime API answered 400 to the response: {…}"; of a long `body` the beginning.
[[nodiscard]] std::string refusal(int http_status, std::string_view request, std::string_view body);

}  // namespace lambent
