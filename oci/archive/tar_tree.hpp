// The files of a tar archive where they lie: read once for the names, then at any place. A
// gzip-packed archive is unpacked into a temporary file without a name first.
#pragma once

#include <memory>
#include <string>

#include "base/error.hpp"
#include "oci/layout/file_tree.hpp"

namespace lambent::oci {

// Symbolic and hard links that lead to a file of the archive are that file; older versions of
// `docker save` write repeated layers so.
[[nodiscard]] result<std::unique_ptr<file_tree>> open_tar(const std::string& path);

}  // namespace lambent::oci
