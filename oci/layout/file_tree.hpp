// Files by name, read at any place: a folder, or an archive that is not unpacked. What a layout
// lies in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "oci/blob_source.hpp"

namespace lambent::oci {

// A file, or a part of one. Holds the descriptor open.
struct file_range {
  std::shared_ptr<const fd> file;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  // Bytes.
};

class file_tree {
public:
  virtual ~file_tree() = default;
  // "blobs/sha256/…": relative, with '/' between. A name that is not there has the error code
  // ENOENT.
  [[nodiscard]] virtual result<file_range> open(std::string_view name) const = 0;
  // For people: the folder or the archive.
  [[nodiscard]] virtual const std::string& where() const = 0;
};

// In pieces of at most 1 MiB. Fails when the file has become shorter.
[[nodiscard]] result<> read_range(const file_range& range, const sink& to);
// Whole; fails when it is larger than `bytes_max`.
[[nodiscard]] result<std::string> read_range(const file_range& range, std::size_t bytes_max);

// A folder of the file system. What is outside of it is not opened, whatever symbolic links say.
[[nodiscard]] result<std::unique_ptr<file_tree>> open_folder(const std::string& path);

}  // namespace lambent::oci
