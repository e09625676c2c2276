#include "cli/new/write_project.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.hpp"
#include "base/temporary_folder.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

bool nothing_at(const fs::path& path) {
  std::error_code ec;
  return fs::symlink_status(path, ec).type() == fs::file_type::not_found;
}

// Moves a file or folder to a name that nobody has; an existing one is an error, not replaced.
result<> move_to(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  // Not every file system knows the flag.
  if (errno == EINVAL && nothing_at(to) && ::rename(from.c_str(), to.c_str()) == 0) return {};
  return sys_fail("create " + to.string());
}

// What was made, to be taken back.
class made_things {
public:
  ~made_things() {
    std::error_code ignored;
    for (auto one = paths_.rbegin(); one != paths_.rend(); ++one) fs::remove(*one, ignored);
  }
  void add(fs::path path) { paths_.push_back(std::move(path)); }
  void keep() { paths_.clear(); }

private:
  std::vector<fs::path> paths_;
};

result<> make_folder(const fs::path& path, made_things& made) {
  std::error_code ec;
  if (path.empty() || fs::is_directory(path, ec)) return {};
  TRY(make_folder(path.parent_path(), made));
  if (::mkdir(path.c_str(), 0777) != 0) return sys_fail("create folder " + path.string());
  made.add(path);
  return {};
}

result<> write_all(const fs::path& into, const std::vector<templates::project_file>& files) {
  for (const templates::project_file& file : files) {
    fs::path path = into / file.path;
    TRY(create_file(path, file.content));
    if (!file.executable) continue;
    struct stat about{};
    // Whoever may read it may run it.
    if (::stat(path.c_str(), &about) != 0 ||
        ::chmod(path.c_str(), about.st_mode | ((about.st_mode & 0444) >> 2)) != 0)
      return sys_fail("make " + path.string() + " executable");
  }
  return {};
}

}  // namespace

std::vector<std::string> files_in_the_way(const fs::path& folder,
                                          const std::vector<templates::project_file>& files) {
  std::vector<std::string> out;
  for (const templates::project_file& file : files) {
    fs::path above = folder;
    fs::path relative = file.path;
    bool in_the_way = !nothing_at(folder / relative);
    for (const fs::path& part : relative.parent_path()) {
      above /= part;
      std::error_code ec;
      fs::file_type type = fs::symlink_status(above, ec).type();
      in_the_way =
          in_the_way || (type != fs::file_type::not_found && type != fs::file_type::directory);
    }
    if (in_the_way) out.push_back(file.path);
  }
  return out;
}

result<> write_project(const fs::path& folder, const std::vector<templates::project_file>& files) {
  std::error_code ec;
  fs::path whole = fs::absolute(folder, ec).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();  // "hello/"
  made_things made;
  bool is_new = nothing_at(whole);
  if (is_new) TRY(make_folder(whole.parent_path(), made));
  // On the same file system; in a folder that is there, because only that may be writable.
  auto stage = TRY(temporary_folder::make(is_new ? whole.parent_path() : whole, ".lambent-new-"));
  fs::path staged = stage.path() / "project";
  if (::mkdir(staged.c_str(), 0777) != 0) return sys_fail("create folder " + staged.string());
  TRY(write_all(staged, files));

  if (is_new) {
    TRY(move_to(staged, whole));
  } else {
    for (const templates::project_file& file : files) {
      TRY(make_folder((whole / file.path).parent_path(), made));
      TRY(move_to(staged / file.path, whole / file.path));
      made.add(whole / file.path);
    }
  }
  made.keep();
  return {};
}

}  // namespace lambent::cli
