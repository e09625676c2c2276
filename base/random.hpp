// Random names and numbers from the system's generator.
#pragma once

#include <cstddef>
#include <string>

namespace lambent {

[[nodiscard]] std::string random_uuid();  // "0e6c3a52-…", lower case, RFC 9562 version 4.
[[nodiscard]] std::string random_hex(std::size_t digits);
[[nodiscard]] double random_unit();  // From 0 up to but not 1.

}  // namespace lambent
