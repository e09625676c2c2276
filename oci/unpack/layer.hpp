// One layer of an image: from the blob to a folder that overlayfs takes as a lower layer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <span>
#include <string>

#include "base/error.hpp"
#include "oci/blob_source.hpp"
#include "oci/descriptor.hpp"
#include "oci/unpack/budget.hpp"

namespace lambent::oci {

struct unpacked_layer {
  std::uint64_t bytes = 0;  // Of all its files.
  // Some of its files are copies out of layers below: the folder is this layer's on those only.
  bool used_lower = false;
  std::set<std::string> dropped_xattrs;  // Names of extended attributes that were not kept.
};

// Makes the folder `to`, which must not be there. The blob's digest and the tar's (`diff_id`) are
// checked while it is written; after an error nothing is there. `lower` are the unpacked layers
// below, the lowest first. Nothing is synced.
//
// Errors with a code are the machine's or the source's, those without one the image's;
// `budget.exceeded()` tells of those the ones that are too big.
[[nodiscard]] result<unpacked_layer> unpack_layer(blob_source&, const descriptor& layer,
                                                  const digest& diff_id,
                                                  const std::filesystem::path& to,
                                                  std::span<const std::filesystem::path> lower,
                                                  unpack_budget& budget);

// The same of a tar's own bytes, without digests: for tools and tests.
[[nodiscard]] result<unpacked_layer> unpack_tar(std::string_view tar, int root,
                                                std::span<const std::filesystem::path> lower,
                                                unpack_budget& budget);

}  // namespace lambent::oci
