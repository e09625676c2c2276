// Where a tar's header has what: POSIX ustar, and star's beside it. Numbers are octal digits, or
// binary where they are too big for those.
// https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06
#pragma once

#include <cstddef>
#include <string_view>

namespace lambent::oci {

inline constexpr std::size_t tar_block_bytes = 512;  // Headers are one; content fills whole ones.

namespace tar_fields {

struct field {
  std::size_t at, size;
  [[nodiscard]] constexpr std::string_view in(std::string_view block) const {
    return block.substr(at, size);
  }
};

inline constexpr field name{0, 100}, mode{100, 8}, uid{108, 8}, gid{116, 8}, size{124, 12},
    mtime{136, 12}, checksum{148, 8}, type{156, 1}, link{157, 100}, magic{257, 8},
    device_major{329, 8}, device_minor{337, 8}, prefix{345, 155}, star_prefix{345, 131},
    star_trailer{508, 4};

}  // namespace tar_fields
}  // namespace lambent::oci
