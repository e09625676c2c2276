// Names of entries as paths of a tree: relative, without "." and "..".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::oci {

struct tree_path {
  std::string folder;  // "a/b"; empty: the root.
  std::string name;    // Empty only for the root itself.

  [[nodiscard]] bool is_root() const { return name.empty(); }
  [[nodiscard]] std::string text() const { return folder.empty() ? name : folder + "/" + name; }
};

// A slash at the front is the tree's root: some builders of images write names so. ".." is refused
// wherever it stands.
[[nodiscard]] result<tree_path> parse_tree_path(std::string_view name);

// The folders on the way, from the root down, and the name.
[[nodiscard]] std::vector<std::string_view> components(std::string_view path);

}  // namespace lambent::oci
