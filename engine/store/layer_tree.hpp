// What a function sees at /opt: the trees of its layers in their order, later ones over earlier
// ones, as one directory that is named by its content. Trees are made whole and synced.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <span>
#include <string>

#include "base/error.hpp"

namespace lambent::store {

class layer_trees {
public:
  [[nodiscard]] static result<layer_trees> open(const std::filesystem::path& dir);

  // The directory for these layers, made when it is not there; empty without layers. `contents` are
  // directories of the code store, in the layers' order. Files are shared with them.
  [[nodiscard]] result<std::filesystem::path> merge(
      std::span<const std::filesystem::path> contents) const;

  // Removes all trees but these (paths that merge() gave), and what a crash left half done. Whoever
  // has others at /opt must have ended.
  [[nodiscard]] result<> collect(const std::set<std::filesystem::path>& in_use) const;

private:
  explicit layer_trees(std::filesystem::path dir) : dir_(std::move(dir)) {}
  std::filesystem::path dir_;
};

// Bytes of all regular files in a tree.
[[nodiscard]] result<std::uint64_t> tree_bytes(const std::filesystem::path& dir);

}  // namespace lambent::store
