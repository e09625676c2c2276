// Random names and numbers from the system's generator.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lambent {

[[nodiscard]] std::string random_uuid();  // "0e6c3a52-…", lower case, RFC 9562 version 4.
[[nodiscard]] std::string random_hex(std::size_t digits);
[[nodiscard]] double random_unit();  // From 0 up to but not 1.
// Characters of `alphabet`, whose size divides 256.
[[nodiscard]] std::string random_text(std::size_t chars, std::string_view alphabet);

}  // namespace lambent
