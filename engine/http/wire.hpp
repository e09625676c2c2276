// The bytes of a response head.
#pragma once

#include <string>

#include "engine/http/message.hpp"

namespace lambent::http {

// Status line, the response's own headers, Content-Length, Date and, when asked, Connection: close.
// A 1xx, 204 or 304 carries no Content-Length.
[[nodiscard]] std::string response_head(const response& answer, bool close);

[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace lambent::http
