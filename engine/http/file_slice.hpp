// A stretch of an open file: a body that is sent without being read into memory.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::http {

struct file_slice {
  fd file;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  // Bytes.
};

// Opens a regular file, all of it.
[[nodiscard]] result<file_slice> whole_file(const std::string& path);

}  // namespace lambent::http
