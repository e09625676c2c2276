// JSON for where only ASCII travels safely, as in an HTTP header.
#pragma once

#include <string>
#include <string_view>

namespace lambent::json_text {

// JSON text as ASCII of the same meaning: every character of it that is none becomes an escape, or
// two where UTF-16 needs two. Control characters are escaped already in JSON's strings.
[[nodiscard]] std::string ascii(std::string_view json);

}  // namespace lambent::json_text
