// Reading and writing the small text files by which the kernel is asked and told things (proc,
// cgroups). Not for data: a file is read up to 1 MB, whole.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::sandbox {

[[nodiscard]] result<std::string> read_text(const std::string& path);

// One open, one write: the kernel takes the value whole or says why not.
[[nodiscard]] result<> write_text(const std::string& path, std::string_view text);

// A file of the kernel's whose first write must be quick: it can be opened ahead of time, and is
// closed by that write, because descriptors of idle sandboxes add up.
class control_file {
public:
  control_file() = default;
  explicit control_file(std::string path) : path_(std::move(path)) {}

  void open_ahead();
  [[nodiscard]] result<> write(std::string_view text);
  [[nodiscard]] const std::string& path() const { return path_; }

private:
  std::string path_;
  fd open_;
};

}  // namespace lambent::sandbox
