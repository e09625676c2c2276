#include "oci/unpack/tree_path.hpp"

#include <algorithm>

#include "oci/limits.hpp"

namespace lambent::oci {

std::vector<std::string_view> components(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    auto part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (!part.empty() && part != ".") parts.push_back(part);
  }
  return parts;
}

result<tree_path> parse_tree_path(std::string_view name) {
  if (name.size() >= limits::path_max_bytes)
    return fail("a name has " + std::to_string(name.size()) + " bytes, at most " +
                std::to_string(limits::path_max_bytes - 1) +
                " are taken: " + std::string(name.substr(0, 64)) + "...");
  auto parts = components(name);
  if (parts.size() > limits::path_depth_max)
    return fail("a name is more than " + std::to_string(limits::path_depth_max) +
                " folders deep: " + std::string(name.substr(0, 64)) + "...");
  tree_path path;
  for (auto part : parts) {
    if (part == "..") return fail(std::string(name) + " would leave the layer");
    if (part.size() > limits::name_max_bytes)
      return fail("a name has a part of more than " + std::to_string(limits::name_max_bytes) +
                  " bytes: " + std::string(name.substr(0, 64)) + "...");
    if (!path.name.empty()) path.folder += (path.folder.empty() ? "" : "/") + path.name;
    path.name = part;
  }
  return path;
}

}  // namespace lambent::oci
