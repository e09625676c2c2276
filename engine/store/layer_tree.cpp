#include "engine/store/layer_tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sha256.hpp"
#include "engine/store/durable_file.hpp"

namespace lambent::store {
namespace {

namespace fs = std::filesystem;

result<> make_directory(const fs::path& at) {
  // The umask must not take bits away that the sandbox's user needs.
  if (::mkdir(at.c_str(), 0755) != 0 || ::chmod(at.c_str(), 0755) != 0)
    return sys_fail("create " + at.string());
  return {};
}

result<> failed_on(const fs::path& at, const std::error_code& why) {
  if (!why) return {};
  return fail("merge layers at " + at.string() + ": " + why.message());
}

// A hard link, or a copy where the file system has none or no more of them.
result<> share_file(const fs::path& from, const fs::path& to) {
  if (::link(from.c_str(), to.c_str()) == 0) return {};
  if (errno != EPERM && errno != EMLINK && errno != EOPNOTSUPP && errno != EXDEV)
    return sys_fail("link " + to.string());
  std::error_code why;
  fs::copy_file(from, to, why);
  TRY(failed_on(to, why));
  fs::permissions(to, fs::status(from, why).permissions(), why);
  return failed_on(to, why);
}

// One entry over what an earlier layer has there. Directories are merged; anything else is
// replaced, a directory by a file with all that is in it.
result<> place(const fs::directory_entry& entry, const fs::path& to) {
  std::error_code why;
  bool directory = entry.is_directory() && !entry.is_symlink();
  auto there = fs::symlink_status(to, why);
  if (directory && there.type() == fs::file_type::directory) return {};
  if (there.type() != fs::file_type::not_found) fs::remove_all(to, why);
  TRY(failed_on(to, there.type() == fs::file_type::not_found ? std::error_code() : why));
  if (directory) return make_directory(to);
  if (entry.is_symlink()) {
    fs::copy_symlink(entry.path(), to, why);
    return failed_on(to, why);
  }
  return share_file(entry.path(), to);
}

result<> merge_one(const fs::path& from, const fs::path& into) {
  std::error_code why;
  // Does not follow links; a directory is placed before what is in it.
  for (fs::recursive_directory_iterator at(from, why), end; !why && at != end; at.increment(why))
    TRY(place(*at, into / at->path().lexically_relative(from)));
  return failed_on(from, why);
}

}  // namespace

result<layer_trees> layer_trees::open(const fs::path& dir) {
  std::error_code failed;
  fs::create_directories(dir, failed);
  if (failed) return fail("create " + dir.string() + ": " + failed.message());
  return layer_trees(fs::absolute(dir));
}

result<fs::path> layer_trees::merge(std::span<const fs::path> contents) const {
  if (contents.empty()) return fs::path();
  if (contents.size() == 1) return contents.front();
  std::string names;
  for (const auto& one : contents) names += one.filename().string() + "\n";
  fs::path tree = dir_ / to_hex(sha256(names));
  std::error_code ignored;
  if (fs::is_directory(tree, ignored)) return tree;
  scratch made(unfinished_name(dir_));
  TRY(make_directory(made.path));
  for (const auto& one : contents) TRY(merge_one(one, made.path));
  TRY(sync_tree(made.path));
  TRY(rename_to(made.path, tree));
  TRY(sync_dir(dir_));
  return tree;
}

result<> layer_trees::collect(const std::set<fs::path>& in_use) const {
  return remove_others(dir_, [&](const fs::path& entry) { return in_use.contains(entry); });
}

result<std::uint64_t> tree_bytes(const fs::path& dir) {
  std::uint64_t bytes = 0;
  std::error_code why;
  for (fs::recursive_directory_iterator at(dir, why), end; !why && at != end; at.increment(why))
    if (!at->is_symlink(why) && at->is_regular_file(why)) bytes += at->file_size(why);
  if (why) return fail("measure " + dir.string() + ": " + why.message());
  return bytes;
}

}  // namespace lambent::store
