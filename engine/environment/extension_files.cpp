#include "engine/environment/extension_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <set>

#include "base/fd.hpp"
#include "engine/extensions/roster.hpp"

namespace lambent::environment {
namespace {

std::vector<std::string> as_list(std::vector<std::string> names) {
  std::ranges::sort(names);
  if (names.size() > extensions::extensions_max + 1) names.resize(extensions::extensions_max + 1);
  return names;
}

bool is_opaque(const fd& dir) {
  std::array<char, 1> value{};
  return ::fgetxattr(dir.get(), "user.overlay.opaque", value.data(), value.size()) == 1 &&
         value[0] == 'y';
}

// What lies over lower layers' files hides them: all when it is no directory, or an opaque one.
struct covering {
  bool hides = false;
  fd dir;  // None when there is no directory.
};

covering look_at(const fd& parent, const char* name) {
  struct stat found{};
  if (::fstatat(parent.get(), name, &found, AT_SYMLINK_NOFOLLOW) != 0) return {};
  if (!S_ISDIR(found.st_mode)) return {true, {}};
  fd dir(::openat(parent.get(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  const bool hides = dir && is_opaque(dir);
  return {hides, std::move(dir)};
}

struct close_directory {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

void add_files(fd&& from, std::set<std::string>& files) {
  std::unique_ptr<DIR, close_directory> dir(::fdopendir(from.get()));
  if (!dir) return;
  (void)from.release();
  while (const dirent* entry = ::readdir(dir.get())) {
    const std::string name = entry->d_name;
    struct stat found{};
    if (::fstatat(::dirfd(dir.get()), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) != 0) continue;
    const bool removed = S_ISCHR(found.st_mode) && found.st_rdev == makedev(0, 0);
    if (removed || S_ISDIR(found.st_mode))
      files.erase(name);
    else
      files.insert(name);
  }
}

}  // namespace

std::vector<std::string> extension_files(const std::string& opt_dir) {
  std::vector<std::string> names;
  if (opt_dir.empty()) return names;
  std::error_code ec;
  std::filesystem::directory_iterator each(std::filesystem::path(opt_dir) / "extensions", ec);
  for (; !ec && each != std::filesystem::directory_iterator(); each.increment(ec)) {
    std::error_code unknown;
    if (!std::filesystem::is_directory(each->symlink_status(unknown)))
      names.push_back(each->path().filename().string());
  }
  return as_list(std::move(names));
}

std::vector<std::string> image_extension_files(const std::vector<std::string>& layer_dirs) {
  std::set<std::string> files;
  for (const std::string& layer : layer_dirs) {
    const fd root(::open(layer.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root) continue;
    covering opt = look_at(root, "opt");
    if (opt.hides) files.clear();
    if (!opt.dir) continue;
    covering extensions = look_at(opt.dir, "extensions");
    if (extensions.hides) files.clear();
    if (extensions.dir) add_files(std::move(extensions.dir), files);
  }
  return as_list({files.begin(), files.end()});
}

std::vector<std::string> extension_files(const model::function& f) {
  return f.image ? image_extension_files(f.image->layer_dirs) : extension_files(f.opt_dir);
}

}  // namespace lambent::environment
