// What the launcher changes in a sandbox's file system from outside: the code at /var/task, the
// layers at /opt, a managed runtime's interpreter, an image as the root, the size of /tmp. The
// sandbox itself is not allowed to mount anything any more.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::sandbox {

struct attachment {
  int sandbox_mounts = -1;  // Its mount namespace.
  int own_mounts = -1;      // The launcher's, to come back.
};

struct attach_options {
  // Host files and directories by their places inside, outer ones first: the order of the names.
  std::map<std::string, std::string> places;
  std::optional<std::uint64_t> tmp_bytes;  // Set when /tmp has to change its size.
};

// All or nothing: after a failure none of the places is taken.
[[nodiscard]] result<> attach(const attachment& where, const attach_options& what);
// The same for an image, which is the sandbox's root from then on. After a failure the sandbox is
// of no use.
struct attach_image_options {
  fd image;    // Of an image_stage.
  fd devices;  // Attached nowhere.
  std::optional<std::uint64_t> tmp_bytes;
};
[[nodiscard]] result<> attach_image(const attachment& where, const attach_image_options& what);
// A copy of the mounts that `dir` shows, as `devices` has to be.
[[nodiscard]] result<fd> copy_tree(const std::string& dir);
[[nodiscard]] result<> change_tmp(const attachment& where, std::uint64_t bytes);

// Of what was attached, in the same order.
void detach(const attachment& where, std::span<const std::string> places);

}  // namespace lambent::sandbox
