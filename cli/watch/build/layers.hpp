// Layers that lie on this machine, as files of /opt: folders, or zips as Lambda takes them.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/zip_writer.hpp"

namespace lambent::cli::watch {

// A later layer's file goes before an earlier one's of the same name, as on Lambda. Relative paths
// are seen from the current folder. Fails on more than Lambda takes.
[[nodiscard]] result<std::vector<zip_member>> read_layers(const std::vector<std::string>& paths);

}  // namespace lambent::cli::watch
