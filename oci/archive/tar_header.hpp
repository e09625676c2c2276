// The headers of a tar archive as we write them: POSIX ustar, with a pax header only where a name
// does not fit. The same entry gives the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "oci/archive/tar_format.hpp"

namespace lambent::oci {

enum class tar_kind : char { file = '0', hard_link = '1', symbolic_link = '2', folder = '5' };

struct tar_entry {
  std::string name;  // Relative, without a '/' at the end.
  tar_kind kind = tar_kind::file;
  unsigned mode = 0644;    // Permissions alone.
  std::uint64_t size = 0;  // Bytes of a file.
  std::int64_t mtime = 0;  // Seconds since 1970; not negative.
  std::string link;        // Where a link leads.
};

// Whole blocks; the content comes next. Owner and group are 0 and have no name.
[[nodiscard]] std::string tar_header(const tar_entry& entry);
// Zeros behind `size` bytes of content, up to a whole block.
[[nodiscard]] std::string tar_padding(std::uint64_t size);
// Two blocks of zeros.
[[nodiscard]] std::string tar_end();

}  // namespace lambent::oci
