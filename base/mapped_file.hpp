// The bytes of a file as memory, for what wants them all and shall not hold them twice. The file
// must keep its length while it is mapped.
#pragma once

#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent {

class mapped_file {
public:
  // The descriptor may be closed afterwards.
  [[nodiscard]] static result<mapped_file> map(const fd& file);

  mapped_file(mapped_file&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  mapped_file& operator=(mapped_file&&) = delete;
  ~mapped_file();

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

private:
  explicit mapped_file(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

}  // namespace lambent
