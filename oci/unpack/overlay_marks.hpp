// How a layer on disk says "not here any more", as overlayfs reads it.
// https://docs.kernel.org/filesystems/overlayfs.html#whiteouts-and-opaque-directories
#pragma once

#include <sys/stat.h>

#include <string>

#include "base/error.hpp"

namespace lambent::oci {

// A device 0:0 hides what lower layers have under its name. Linux 5.8 and later let everybody
// make it. Sets errno, as mknodat does.
[[nodiscard]] int make_whiteout(int parent, const char* name);
[[nodiscard]] bool is_whiteout(const struct stat&);

// `folder` is open for reading. The mark is the one of mounts with the option `userxattr`, the only
// ones there are in user namespaces.
[[nodiscard]] result<> mark_opaque(int folder, const std::string& name);
[[nodiscard]] bool is_opaque(int folder);

}  // namespace lambent::oci
