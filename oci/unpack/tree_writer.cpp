#include "oci/unpack/tree_writer.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/files.hpp"
#include "oci/unpack/lower_layers.hpp"
#include "oci/unpack/overlay_marks.hpp"

namespace lambent::oci {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view whiteout_prefix = ".wh.";
constexpr std::string_view opaque_name = ".wh..wh..opq";
constexpr std::string_view aufs_prefix =
    ".wh..wh.";  // The file system of that name kept notes here.
constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr std::size_t dropped_names_max = 16, dropped_name_bytes = 64;

// What a name resolves to inside the tree, through folders alone. -1 and errno like openat.
int open_beneath(int root, const std::string& path, int flags) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  const char* from = path.empty() ? "." : path.c_str();
  return static_cast<int>(::syscall(SYS_openat2, root, from, &how, sizeof how));
}

std::unexpected<error> through_link(const std::string& path) {
  return fail(path + " is a symbolic link, and another entry is to be written through it");
}

// Whether a name is one of AUFS's notes: they stand for nothing.
result<bool> is_aufs_note(const tree_path& at) {
  for (auto part : components(at.folder)) {
    if (part.starts_with(aufs_prefix)) return true;
    if (part.starts_with(whiteout_prefix))
      return fail(at.text() + " is to be in a folder that the layer removes");
  }
  return at.name.starts_with(aufs_prefix) && at.name != opaque_name;
}

bool belongs_to_the_file_system(std::string_view xattr) {
  return xattr.starts_with("user.overlay.");
}

}  // namespace

result<int> tree_writer::enter(const std::string& folder) {
  if (current_.handle && current_.path == folder) return current_.handle.get();
  fd opened(open_beneath(root_, folder, O_PATH | O_DIRECTORY));
  if (!opened) {
    if (errno == ELOOP || errno == ENOENT || errno == ENOTDIR)
      opened = TRY(make_folders(folder));
    else
      return sys_fail("open the folder " + folder);
  }
  current_ = {folder, std::move(opened)};
  return current_.handle.get();
}

result<fd> tree_writer::make_folders(const std::string& folder) {
  fd at(::openat(root_, ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!at) return sys_fail("open the layer's folder");
  std::string whole;
  for (auto part : components(folder)) {
    whole += (whole.empty() ? "" : "/") + std::string(part);
    at = TRY(make_one_folder(at.get(), std::string(part), whole));
  }
  return at;
}

result<fd> tree_writer::make_one_folder(int parent, const std::string& name,
                                        const std::string& whole) {
  constexpr int flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  fd there(::openat(parent, name.c_str(), flags));
  if (there) return there;
  bool opaque = false;
  if (errno == ENOTDIR) {
    struct stat about{};
    if (::fstatat(parent, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
      return sys_fail("look at " + whole);
    if (S_ISLNK(about.st_mode)) return through_link(whole);
    if (!is_whiteout(about)) return fail(whole + " is a file, and another entry is to be in it");
    if (::unlinkat(parent, name.c_str(), 0) != 0) return sys_fail("remove " + whole);
    opaque = true;
  } else if (errno != ENOENT) {
    return sys_fail("open the folder " + whole);
  }
  TRY(budget_.take_entry());
  // The umask must not take bits away that the sandbox's user needs.
  if (::mkdirat(parent, name.c_str(), 0755) != 0 || ::fchmodat(parent, name.c_str(), 0755, 0) != 0)
    return sys_fail("create the folder " + whole);
  if (opaque) TRY(make_opaque(parent, name));
  there.reset(::openat(parent, name.c_str(), flags));
  if (!there) return sys_fail("open the folder " + whole);
  return there;
}

result<> tree_writer::remove(int parent, const tree_path& at) {
  if (::unlinkat(parent, at.name.c_str(), 0) == 0) return {};
  if (errno != EISDIR) return sys_fail("remove " + at.text());
  std::error_code failed;
  // Nobody else writes here, so what the descriptor's folder holds is what was looked at.
  fs::remove_all("/proc/self/fd/" + std::to_string(parent) + "/" + at.name, failed);
  if (failed) return sys_fail("remove " + at.text(), failed.value());
  return {};
}

result<> tree_writer::make_opaque(int parent, const std::string& name) {
  fd folder(::openat(parent, name.c_str(), folder_flags));
  if (!folder) return sys_fail("open the folder " + name);
  return mark_opaque(folder.get(), name);
}

template <class Make>
result<int> tree_writer::create(const tree_path& at, Make&& make) {
  int parent = TRY(enter(at.folder));
  int made = make(parent, at.name.c_str());
  if (made < 0 && errno == EEXIST) {
    TRY(remove(parent, at));
    made = make(parent, at.name.c_str());
  }
  if (made < 0) return sys_fail("create " + at.text());
  return made;
}

result<> tree_writer::begin(const tar_item& entry) {
  TRY(budget_.take_entry());
  auto at = TRY(parse_tree_path(entry.name));
  bool note = TRY(is_aufs_note(at));
  if (note || at.name.starts_with(whiteout_prefix)) {
    skips_content_ = entry.kind == item_kind::file;
    return note ? result<>() : place_whiteout(at);
  }
  if (at.is_root() && entry.kind != item_kind::directory)
    return fail("the root of the layer is to be something else than a folder");
  switch (entry.kind) {
    case item_kind::file:
      return place_file(entry, at);
    case item_kind::directory:
      return place_folder(entry, at);
    case item_kind::symbolic_link:
      return place_symbolic_link(entry, at);
    case item_kind::hard_link:
      return place_hard_link(entry, at);
    case item_kind::character_device:
    case item_kind::block_device:
      return fail(at.text() + " is a device; Lambda's functions have only those of the service");
    case item_kind::fifo:
      return fail(at.text() + " is a FIFO; the file system of a function is read-only");
  }
  return fail(at.text() + " is of no known kind");
}

result<> tree_writer::content(std::string_view bytes) {
  if (skips_content_) return {};
  TRY_FOR(file_name_, write_all(file_.get(), bytes));
  return {};
}

result<> tree_writer::end() {
  if (std::exchange(skips_content_, false)) return {};
  std::array times{file_modified_, file_modified_};
  if (::fchmod(file_.get(), file_mode_) != 0 || ::futimens(file_.get(), times.data()) != 0)
    return sys_fail("set mode and time of " + file_name_);
  file_.reset();
  return {};
}

result<> tree_writer::place_whiteout(const tree_path& at) {
  int parent = TRY(enter(at.folder));
  if (at.name == opaque_name) {
    fd folder(open_beneath(root_, at.folder, O_RDONLY | O_DIRECTORY));
    if (!folder) return sys_fail("open the folder " + at.folder);
    return mark_opaque(folder.get(), at.folder.empty() ? "the layer's root" : at.folder);
  }
  std::string hidden = at.name.substr(whiteout_prefix.size());
  if (hidden.empty() || hidden == "." || hidden == "..")
    return fail(at.text() + " removes nothing that has a name");
  if (make_whiteout(parent, hidden.c_str()) == 0) return {};
  if (errno != EEXIST) return sys_fail("create the whiteout of " + hidden);
  // Whiteouts are about lower layers only: what this one has stays, without what it would be merged
  // with.
  struct stat about{};
  if (::fstatat(parent, hidden.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
    return sys_fail("look at " + hidden);
  return S_ISDIR(about.st_mode) ? make_opaque(parent, hidden) : result<>();
}

result<> tree_writer::place_file(const tar_item& entry, const tree_path& at) {
  // Before a byte of it has come: what is said to be too big is not begun.
  TRY_FOR(at.text(), budget_.take_bytes(entry.size));
  file_.reset(TRY(create(at, [](int parent, const char* name) {
    return ::openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  })));
  file_name_ = at.text();
  file_mode_ = (entry.mode & 0777U) | 0400U;
  file_modified_ = entry.modified;
  bytes_ += entry.size;
  return set_xattrs(file_.get(), entry);
}

result<> tree_writer::place_folder(const tar_item& entry, const tree_path& at) {
  if (!at.is_root()) {
    int parent = TRY(enter(at.folder));
    if (::mkdirat(parent, at.name.c_str(), 0700) != 0) {
      if (errno != EEXIST) return sys_fail("create the folder " + at.text());
      struct stat about{};
      if (::fstatat(parent, at.name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
        return sys_fail("look at " + at.text());
      if (!S_ISDIR(about.st_mode)) {
        // What lower layers have there was hidden by what goes.
        TRY(remove(parent, at));
        if (::mkdirat(parent, at.name.c_str(), 0700) != 0)
          return sys_fail("create the folder " + at.text());
        TRY(make_opaque(parent, at.name));
      }
    }
  }
  auto [folder_at, is_new] = folders_.insert_or_assign(
      at.text(), folder_attributes{(entry.mode & 01777U) | 0700U, entry.modified});
  if (is_new) folder_names_bytes_ += folder_at->first.size();
  if (folder_names_bytes_ > limits::folder_names_max_bytes)
    return budget_.exceed("the names of the image's folders are too long together");
  if (entry.xattrs.empty()) return {};
  fd folder(open_beneath(root_, at.text(), O_RDONLY | O_DIRECTORY));
  if (!folder) return sys_fail("open the folder " + at.text());
  return set_xattrs(folder.get(), entry);
}

result<> tree_writer::place_symbolic_link(const tar_item& entry, const tree_path& at) {
  const std::string& target = entry.link_target;
  if (target.empty()) return fail("the symbolic link " + at.text() + " points to nothing");
  if (target.size() >= limits::path_max_bytes)
    return fail("the symbolic link " + at.text() + " is too long");
  int parent = 0;
  (void)TRY(create(at, [&](int folder, const char* name) {
    parent = folder;
    return ::symlinkat(target.c_str(), folder, name);
  }));
  std::array times{entry.modified, entry.modified};
  if (::utimensat(parent, at.name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0)
    return sys_fail("set the time of " + at.text());
  return {};
}

result<> tree_writer::place_hard_link(const tar_item& entry, const tree_path& at) {
  auto target = TRY_FOR("the hard link " + at.text(), parse_tree_path(entry.link_target));
  // Nor to what it takes the place of.
  if (target.is_root() || (target.text() + "/").starts_with(at.text() + "/"))
    return fail("the hard link " + at.text() + " points to no file");
  struct stat about{};
  fd folder(open_beneath(root_, target.folder, O_PATH | O_DIRECTORY));
  if (!folder && errno == ELOOP) return through_link(target.folder);
  if (!folder && errno != ENOENT && errno != ENOTDIR)
    return sys_fail("open the folder " + target.folder);
  if (!folder || ::fstatat(folder.get(), target.name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
    return copy_from_lower(target, at);
  if (!S_ISREG(about.st_mode) && !S_ISLNK(about.st_mode))
    return fail("the hard link " + at.text() + " points to " + target.text() +
                ", which is no file");
  (void)TRY(create(at, [&](int parent, const char* name) {
    return ::linkat(folder.get(), target.name.c_str(), parent, name, 0);
  }));
  return {};
}

result<> tree_writer::copy_from_lower(const tree_path& from, const tree_path& at) {
  auto found = TRY(find_in_layers(lower_, from));
  if (!found || !S_ISREG(found->about.st_mode))
    return fail("the hard link " + at.text() + " points to " + from.text() +
                ", which is no file of this layer or of one below");
  auto size = static_cast<std::uint64_t>(found->about.st_size);
  TRY_FOR(at.text(), budget_.take_bytes(size));
  fd file(TRY(create(at, [](int parent, const char* name) {
    return ::openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  })));
  TRY_FOR("copy " + from.text() + " to " + at.text(), copy_file(*found, file.get()));
  bytes_ += size;
  used_lower_ = true;
  return {};
}

result<> tree_writer::set_xattrs(int file, const tar_item& entry) {
  auto drop = [&](const std::string& name) {
    if (dropped_.size() < dropped_names_max) dropped_.insert(name.substr(0, dropped_name_bytes));
  };
  for (const auto& [name, value] : entry.xattrs) {
    if (!name.starts_with("user.") || belongs_to_the_file_system(name)) {
      drop(name);
      continue;
    }
    if (::fsetxattr(file, name.c_str(), value.data(), value.size(), 0) == 0) continue;
    // The file system has none, not such ones or no room for them.
    constexpr std::array cannot{ENOTSUP, EPERM, ENOSPC, E2BIG, ERANGE};
    if (std::find(cannot.begin(), cannot.end(), errno) == cannot.end())
      return sys_fail("set the extended attribute " + name + " of " + entry.name);
    drop(name);
  }
  return {};
}

result<> tree_writer::finish() {
  current_ = {};
  for (const auto& [path, attributes] : folders_) {
    fd folder(open_beneath(root_, path, O_RDONLY | O_DIRECTORY));
    // A later entry put something else there.
    if (!folder && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)) continue;
    std::array times{attributes.modified, attributes.modified};
    if (!folder || ::fchmod(folder.get(), attributes.mode) != 0 ||
        ::futimens(folder.get(), times.data()) != 0)
      return sys_fail("set mode and time of the folder " + path);
  }
  return {};
}

bool hides_all_below(const fs::path& layer) {
  fd root(::open(layer.c_str(), folder_flags));
  return root && is_opaque(root.get());
}

}  // namespace lambent::oci
