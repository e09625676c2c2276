// The file system of a function that is an image: its layers, stacked read-only by overlayfs, and
// over them what the platform gives every function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::sandbox {

// Images have at most this many layers (overlayfs takes 500, container engines make 127).
inline constexpr std::size_t image_layers_max = 127;

// Made once, when the program starts, in its own mount namespace.
struct image_stage {
  std::string skeleton;  // The uppermost layer of every image: mount points, hosts, resolv.conf.
  std::string place;     // Where an image's layers are put together before they are taken along.
};

[[nodiscard]] result<image_stage> make_image_stage(const std::string& run_dir,
                                                   std::string_view resolv_conf);
void remove_image_stage(const image_stage& stage);

// The layers (host paths, lowest first) as one read-only mount, attached nowhere.
[[nodiscard]] result<fd> stack_layers(const image_stage& stage,
                                      const std::vector<std::string>& layers);

// For the caller in the sandbox's mount namespace: makes `image` the root of that and of every
// process in it. /proc and /tmp come along; `devices` is what /dev is.
[[nodiscard]] result<> change_root(const fd& image, const fd& devices);

}  // namespace lambent::sandbox
