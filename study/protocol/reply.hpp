// The replies of the study's functions, read and checked digit by digit.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent::study {

/// The digits of either published form, in ASCII: {"req_id": "…", "digits": [3, 1, 4]} of C++ and
/// Rust, {"digits": 3, "pi": "314"} of JavaScript.
[[nodiscard]] result<std::string> digits_in(std::string_view reply);

/// Whether the reply has these digits and no others; the error says which one differs first.
[[nodiscard]] result<> check_reply(std::string_view reply, std::string_view known);

}  // namespace lambent::study
