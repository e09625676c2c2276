#include "sandbox/root/attach.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>

#include <cstdlib>
#include <vector>

#include "sandbox/root/image_root.hpp"

namespace lambent::sandbox {

namespace {

// A read-only copy of the mount that shows `dir`, which may be a file, attached nowhere yet. Made
// before changing namespaces, because the path means something only here.
result<fd> read_only_tree(const std::string& dir) {
  fd tree = TRY(copy_tree(dir));
  mount_attr attr{};
  attr.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
  if (::mount_setattr(tree.get(), "", AT_EMPTY_PATH | AT_RECURSIVE, &attr, sizeof attr) != 0) {
    return sys_fail("make " + dir + " read-only");
  }
  return tree;
}

// While one exists the program sees the sandbox's mounts. Failing to come back would let the next
// request be served in the wrong tree, so it ends the program.
class visit {
public:
  explicit visit(const attachment& where) : where_(where) {}
  visit(const visit&) = delete;
  visit& operator=(const visit&) = delete;
  ~visit() {
    if (inside_ && ::setns(where_.own_mounts, CLONE_NEWNS) != 0) std::abort();
  }
  result<> enter() {
    inside_ = ::setns(where_.sandbox_mounts, CLONE_NEWNS) == 0;
    if (!inside_) return sys_fail("enter the sandbox's mounts");
    return {};
  }

private:
  attachment where_;
  bool inside_ = false;
};

result<> move_to(const fd& tree, const std::string& place) {
  if (::move_mount(tree.get(), "", AT_FDCWD, place.c_str(), MOVE_MOUNT_F_EMPTY_PATH) != 0)
    return sys_fail("attach " + place);
  return {};
}

// Inner places before the outer ones that hold them.
void take_away(std::span<const std::string> places) {
  for (auto each = places.rbegin(); each != places.rend(); ++each)
    (void)::umount2(each->c_str(), MNT_DETACH);
}

result<> resize_tmp(std::uint64_t bytes) {
  std::string size = "size=" + std::to_string(bytes);
  if (::mount(nullptr, "/tmp", nullptr, MS_REMOUNT | MS_NOSUID | MS_NODEV, size.c_str()) != 0) {
    return sys_fail("give /tmp " + std::to_string(bytes) + " bytes");
  }
  return {};
}

}  // namespace

result<> attach(const attachment& where, const attach_options& what) {
  std::vector<fd> trees;
  for (const auto& [place, dir] : what.places) trees.push_back(TRY(read_only_tree(dir)));
  visit inside(where);
  TRY(inside.enter());
  if (what.tmp_bytes) TRY(resize_tmp(*what.tmp_bytes));
  std::vector<std::string> taken;
  for (const auto& [place, dir] : what.places) {
    result<> moved = move_to(trees[taken.size()], place);
    if (!moved) {
      take_away(taken);
      return moved;
    }
    taken.push_back(place);
  }
  return {};
}

result<fd> copy_tree(const std::string& dir) {
  fd tree(::open_tree(AT_FDCWD, dir.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE));
  if (!tree) return sys_fail("open the directory " + dir);
  return tree;
}

result<> attach_image(const attachment& where, const attach_image_options& what) {
  visit inside(where);
  TRY(inside.enter());
  if (what.tmp_bytes) TRY(resize_tmp(*what.tmp_bytes));
  return change_root(what.image, what.devices);
}

result<> change_tmp(const attachment& where, std::uint64_t bytes) {
  visit inside(where);
  TRY(inside.enter());
  return resize_tmp(bytes);
}

void detach(const attachment& where, std::span<const std::string> places) {
  visit inside(where);
  if (inside.enter()) take_away(places);
}

}  // namespace lambent::sandbox
