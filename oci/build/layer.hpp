// A layer made of files: a tar packed with gzip whose bytes depend on names, contents and modes
// alone. Entries are sorted, owners are root, times are one given time.
// https://github.com/opencontainers/image-spec/blob/main/layer.md
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "oci/descriptor.hpp"

namespace lambent::oci {

struct layer_entry {
  enum class kind : std::uint8_t { file, folder, symbolic_link };

  std::string path;  // "var/task/bootstrap": relative, nothing of it "." or "..".
  kind what = kind::file;
  unsigned mode = 0644;            // Permissions alone.
  std::string content;             // Of a file without a source; where a symbolic link leads.
  std::filesystem::path source{};  // Of a file: read while the layer is written.
};

struct built_layer {
  descriptor blob;             // Packed.
  digest diff_id;              // Of the tar.
  std::uint64_t unpacked = 0;  // Bytes of the tar.
};

// Into an empty file. Folders above the entries are added with mode 0755. Fails on a path that is
// no plain one, that comes twice, or that lies in a file. `give_up`, asked often, ends it with
// ECANCELED.
[[nodiscard]] result<built_layer> write_layer(std::vector<layer_entry> entries, std::int64_t mtime,
                                              const fd& into,
                                              const std::function<bool()>& give_up = {});

// Everything in a folder, as entries: files keep their modes, symbolic links lead where they led.
// Fails on what no image can hold (devices, sockets, pipes) and on more than limits.hpp allows.
[[nodiscard]] result<std::vector<layer_entry>> entries_of_folder(
    const std::filesystem::path& folder);

// What SOURCE_DATE_EPOCH says, else 0: the time of every entry, and of the image.
// https://reproducible-builds.org/specs/source-date-epoch/
[[nodiscard]] result<std::int64_t> source_date();

}  // namespace lambent::oci
