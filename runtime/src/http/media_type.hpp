// Whether a body is text or bytes.
#pragma once

#include <string_view>

namespace lambent::http {

// By Content-Type and Content-Encoding alone; `otherwise` when there is no type.
[[nodiscard]] bool is_text_type(std::string_view content_type, std::string_view content_encoding,
                                bool otherwise) noexcept;

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

}  // namespace lambent::http
