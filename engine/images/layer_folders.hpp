// The unpacked layers of images on disk, each once, named by what its tar's digest says:
// <dir>/<diff_id hex>/ is the tree and <diff_id hex>.json beside it its size. A layer with copies
// out of the ones below has their names in its own, too. A tree that exists is whole and durable.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "engine/store/database.hpp"
#include "oci/blob_source.hpp"
#include "oci/image.hpp"
#include "oci/unpack/budget.hpp"

namespace lambent::images {

class layer_folders {
public:
  // Temporary ones do not wait for the disk.
  [[nodiscard]] static result<std::unique_ptr<layer_folders>> open(const std::filesystem::path& dir,
                                                                   store::durability kept);

  // The folders of the image's layers, lowest first, without those that an upper one hides whole;
  // what is not there yet is unpacked. Any thread may call: a layer that another one is at is
  // waited for. Errors and the budget as with oci::unpack_layer.
  [[nodiscard]] result<std::vector<std::filesystem::path>> place(oci::blob_source& from,
                                                                 const oci::image& image,
                                                                 oci::unpack_budget& budget);

  // Where the folder of that name is now, whatever path it once had.
  [[nodiscard]] std::filesystem::path find(const std::filesystem::path& once) const;

  // Removes all trees but these names, and what a crash left half done. Only while nothing is
  // placed and no environment runs.
  [[nodiscard]] result<> collect(const std::set<std::string>& in_use);

private:
  // One layer on top of others.
  struct wanted {
    const oci::descriptor& blob;
    const oci::digest& diff_id;
    std::span<const std::filesystem::path> below;
    std::string name_on_these;  // When it has copies of files of theirs.
  };
  class claim;

  layer_folders(std::filesystem::path dir, store::durability kept)
      : dir_(std::move(dir)), kept_(kept) {}
  result<std::filesystem::path> place_one(oci::blob_source& from, const wanted& which,
                                          oci::unpack_budget& budget);
  result<std::filesystem::path> unpack(oci::blob_source& from, const wanted& which,
                                       oci::unpack_budget& budget);

  std::filesystem::path dir_;
  store::durability kept_;
  std::mutex guard_;
  std::condition_variable released_;
  std::set<oci::digest> claimed_;  // Somebody unpacks them.
};

}  // namespace lambent::images
