// JSON as text: checked, quoted, laid out for people. Keeps the JSON library out of the commands.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent {

// The error's text says where and what: "line 1, column 9: syntax error".
[[nodiscard]] result<> check_json(std::string_view text);

// The string under `name` when `object` is a JSON object that has one; else empty.
[[nodiscard]] std::string json_member(std::string_view object, std::string_view name);

}  // namespace lambent
