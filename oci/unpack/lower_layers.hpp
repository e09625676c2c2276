// The layers below one, seen as one tree: where a hard link's target is when its own layer does not
// have it.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <span>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "oci/unpack/tree_path.hpp"

namespace lambent::oci {

struct lower_file {
  fd folder;
  std::string name;
  struct stat about;
};

// What the uppermost of the unpacked `layers` (the lowest first) has there; nothing when none has
// it or one says that it is gone. Symbolic links are not followed.
[[nodiscard]] result<std::optional<lower_file>> find_in_layers(
    std::span<const std::filesystem::path> layers, const tree_path&);

// Content, mode, time and user.* attributes of a file, into an open and empty one.
[[nodiscard]] result<> copy_file(const lower_file& from, int to);

}  // namespace lambent::oci
