// Floating-point text. A file of its own: the standard library's tables for it are larger than a
// whole function, and are linked only where a number with a fraction is read or written.
#pragma once

#include <string>
#include <string_view>

namespace lambent::json {

// `text` fits JSON's grammar. False when the number is beyond a double.
[[nodiscard]] bool parse_double(std::string_view text, double& out) noexcept;

// The shortest text that reads back as the same number; "null" for what JSON does not have.
void append_double(std::string& out, double value);

}  // namespace lambent::json
