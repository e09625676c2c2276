#include "oci/unpack/overlay_marks.hpp"

#include <sys/sysmacros.h>
#include <sys/xattr.h>

namespace lambent::oci {
namespace {

constexpr const char* opaque_mark = "user.overlay.opaque";

}  // namespace

int make_whiteout(int parent, const char* name) {
  return ::mknodat(parent, name, S_IFCHR, ::makedev(0, 0));
}

bool is_whiteout(const struct stat& about) {
  return S_ISCHR(about.st_mode) && about.st_rdev == ::makedev(0, 0);
}

result<> mark_opaque(int folder, const std::string& name) {
  if (::fsetxattr(folder, opaque_mark, "y", 1, 0) == 0) return {};
  auto failed = sys_fail("mark " + name + " as opaque");
  failed.error().hint =
      "the data folder needs a file system with extended attributes of users: ext4, xfs, btrfs";
  return failed;
}

bool is_opaque(int folder) {
  char value = 0;
  return ::fgetxattr(folder, opaque_mark, &value, 1) == 1 && value == 'y';
}

}  // namespace lambent::oci
