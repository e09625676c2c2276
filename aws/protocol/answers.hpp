// Errors of answers that are a success and still no use. Pure.
#pragma once

#include <expected>
#include <string_view>

#include "aws/message.hpp"

namespace lambent::aws {

// Of an answer that is not what the operation answers.
[[nodiscard]] std::unexpected<call_error> unreadable(const response& answer, std::string_view why);

// Of a list that goes on and on: limits::pages_max.
[[nodiscard]] std::unexpected<call_error> too_many_pages(std::string_view list);

}  // namespace lambent::aws
