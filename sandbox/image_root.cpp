#include "sandbox/image_root.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "sandbox/root.hpp"

namespace lambent::sandbox {

namespace {

// A directory of the platform's own root, on which the image stands while it becomes the root.
constexpr const char* threshold = "/var/task";

result<> fill_skeleton(const std::string& root, std::string_view resolv_conf) {
  for (const char* dir : {"/dev", "/proc", "/tmp", "/etc"}) TRY(make_dir(root + dir));
  TRY(make_file(root + "/etc/hosts", hosts_file));
  return make_file(root + "/etc/resolv.conf", resolv_conf);
}

result<> restrict_tree(int tree) {
  mount_attr attr{};
  attr.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
  if (::mount_setattr(tree, "", AT_EMPTY_PATH, &attr, sizeof attr) != 0)
    return sys_fail("make the image read-only");
  return {};
}

// The skeleton lies over the image's own layers, so these are directories of ours whatever an image
// has at these places. Still, nothing of an image is followed.
result<fd> mount_point(const fd& image, const char* name) {
  open_how how{};
  how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  fd place(static_cast<int>(::syscall(SYS_openat2, image.get(), name, &how, sizeof how)));
  if (!place) return sys_fail(std::string("find /") + name + " in the image");
  return place;
}

result<> put(int from_dir, const char* from, const fd& image, const char* name) {
  fd place = TRY(mount_point(image, name));
  const unsigned flags = MOVE_MOUNT_T_EMPTY_PATH | (*from == '\0' ? MOVE_MOUNT_F_EMPTY_PATH : 0U);
  if (::move_mount(from_dir, from, place.get(), "", flags) != 0)
    return sys_fail(std::string("put /") + name + " into the image");
  return {};
}

}  // namespace

image_stage::image_stage(const std::string& run_dir)
    : skeleton_(run_dir + "/skeleton"), places_(run_dir + "/images") {}

image_stage::~image_stage() {
  for (const mounted& each : images_) unmount(each);
  (void)::umount2(skeleton_.c_str(), MNT_DETACH);
  (void)::rmdir(skeleton_.c_str());
  (void)::rmdir(places_.c_str());
}

void image_stage::unmount(const mounted& image) {
  (void)::umount2(image.place.c_str(), MNT_DETACH);
  (void)::rmdir(image.place.c_str());
}

result<> image_stage::open(std::string_view resolv_conf) {
  TRY(make_dir(places_));
  TRY(make_dir(skeleton_));
  if (::mount("tmpfs", skeleton_.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,mode=755") !=
      0) {
    return sys_fail("mount the skeleton of images");
  }
  mode_t before = ::umask(022);
  result<> filled = fill_skeleton(skeleton_, resolv_conf);
  ::umask(before);
  return filled;
}

result<> image_stage::mount_layers(const std::vector<std::string>& layers,
                                   const std::string& place) const {
  if (layers.size() > image_layers_max)
    return fail("stack an image's layers: it has " + std::to_string(layers.size()) +
                ", more than " + std::to_string(image_layers_max));
  // By descriptor: a page has room for that many, and no character in a path has a meaning.
  std::vector<fd> open;
  std::string options = "userxattr,lowerdir=";
  auto add = [&](const std::string& dir) -> result<> {
    fd layer(::open(dir.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!layer) return sys_fail("open the layer " + dir);
    if (!open.empty()) options += ':';
    options += "/proc/self/fd/" + std::to_string(layer.get());
    open.push_back(std::move(layer));
    return {};
  };
  TRY(add(skeleton_));
  for (auto each = layers.rbegin(); each != layers.rend(); ++each) TRY(add(*each));
  TRY(make_dir(place));
  if (::mount("overlay", place.c_str(), "overlay", MS_RDONLY | MS_NOSUID | MS_NODEV,
              options.c_str()) == 0) {
    return {};
  }
  auto failed = sys_fail("stack an image's layers");
  if (failed.error().code == ENODEV) failed.error().hint = "load the kernel's module overlay";
  (void)::rmdir(place.c_str());
  return failed;
}

result<fd> image_stage::take(const std::vector<std::string>& layers) {
  auto found = std::ranges::find(images_, layers, &mounted::layers);
  if (found != images_.end()) {
    std::rotate(found, found + 1, images_.end());
  } else {
    mounted made{layers, places_ + "/" + std::to_string(next_++)};
    TRY(mount_layers(layers, made.place));
    images_.push_back(std::move(made));
    if (images_.size() > mounted_max) {
      unmount(images_.front());
      images_.erase(images_.begin());
    }
  }
  fd tree(::open_tree(AT_FDCWD, images_.back().place.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
  if (!tree) return sys_fail("take an image along");
  TRY(restrict_tree(tree.get()));
  return tree;
}

result<> change_root(const fd& image, const fd& devices) {
  if (::move_mount(image.get(), "", AT_FDCWD, threshold, MOVE_MOUNT_F_EMPTY_PATH) != 0)
    return sys_fail("attach the image");
  result<> made = put(devices.get(), "", image, "dev");
  if (made) made = put(AT_FDCWD, "/proc", image, "proc");
  if (made) made = put(AT_FDCWD, "/tmp", image, "tmp");
  if (made && ::fchdir(image.get()) != 0) made = sys_fail("enter the image");
  // The processes that wait in the sandbox have the old root for theirs; the kernel changes it for
  // them.
  if (made && ::syscall(SYS_pivot_root, ".", ".") != 0) made = sys_fail("make the image the root");
  if (made && ::umount2(".", MNT_DETACH) != 0) made = sys_fail("take the platform's root away");
  return made;
}

}  // namespace lambent::sandbox
