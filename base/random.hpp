// Random names from the system's generator: version 4 UUIDs and runs of hexadecimal digits.
#pragma once

#include <cstddef>
#include <string>

namespace lambent {

[[nodiscard]] std::string random_uuid();  // "0e6c3a52-…", lower case, RFC 9562 version 4.
[[nodiscard]] std::string random_hex(std::size_t digits);

}  // namespace lambent
