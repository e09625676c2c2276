// The file system a function sees. One read-only template is made when the program starts; every
// sandbox clones its mounts and adds only /tmp and /proc, because each file system of one's own
// makes every memory cgroup of the machine larger.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent::sandbox {

inline constexpr std::uint64_t tmp_bytes_default = 512ULL * 1024 * 1024;

// What /etc/hosts says.
inline constexpr std::string_view hosts_file =
    "127.0.0.1 localhost sandbox sandbox.localdomain\n::1 localhost\n";

// A directory that may be there already, and a file that may not.
[[nodiscard]] result<> make_dir(const std::string& path, mode_t mode = 0755);
[[nodiscard]] result<> make_file(const std::string& path, std::string_view text);

// Makes the template below `run_dir`, in this mount namespace alone; gives its path. `resolv_conf`
// is what /etc/resolv.conf says in it.
[[nodiscard]] result<std::string> make_template_root(const std::string& run_dir,
                                                     std::string_view resolv_conf);
void remove_template_root(const std::string& path);

// Makes a clone of the template the root of the calling process, which has a mount namespace of its
// own; nothing of the host's tree stays reachable.
[[nodiscard]] result<> enter_root(const std::string& template_path);

}  // namespace lambent::sandbox
