// The file system of a function that is an image: its layers, stacked read-only by overlayfs, and
// over them what the platform gives every function.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::sandbox {

// Images have at most this many layers (overlayfs takes 500, container engines make 127).
inline constexpr std::size_t image_layers_max = 127;

// Puts images together in the launcher's mount namespace. The ones used last stay mounted:
// sandboxes that have the same image share it, and what the kernel knows of its files.
class image_stage {
public:
  static constexpr std::size_t mounted_max = 16;

  explicit image_stage(const std::string& run_dir);
  ~image_stage();
  image_stage(const image_stage&) = delete;
  image_stage& operator=(const image_stage&) = delete;

  // Makes what is the uppermost layer of every image: mount points, hosts, resolv.conf.
  [[nodiscard]] result<> open(std::string_view resolv_conf);

  // The layers (host paths, lowest first) as one read-only mount, attached nowhere.
  [[nodiscard]] result<fd> take(const std::vector<std::string>& layers);

private:
  struct mounted {
    std::vector<std::string> layers;
    std::string place;
  };
  [[nodiscard]] result<> mount_layers(const std::vector<std::string>& layers,
                                      const std::string& place) const;
  static void unmount(const mounted& image);

  std::string skeleton_, places_;
  std::vector<mounted> images_;  // The one used last is last.
  std::uint64_t next_ = 0;
};

// For the caller in the sandbox's mount namespace: makes `image` the root of that and of every
// process in it. /proc and /tmp come along; `devices` is what /dev is.
[[nodiscard]] result<> change_root(const fd& image, const fd& devices);

}  // namespace lambent::sandbox
