#include "engine/store/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "base/files.hpp"
#include "base/random.hpp"

namespace lambent::store {

namespace fs = std::filesystem;

fs::path unfinished_name(const fs::path& dir) {
  return dir / (std::string(unfinished_prefix) + random_hex(16));
}

result<> write_synced(const fs::path& path, std::string_view bytes) {
  fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file) return sys_fail("create " + path.string());
  TRY_FOR(path.string(), write_all(file.get(), bytes));
  if (::fdatasync(file.get()) != 0) return sys_fail("sync " + path.string());
  return {};
}

result<> sync_dir(const fs::path& dir) {
  fd opened(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fsync(opened.get()) != 0) return sys_fail("sync " + dir.string());
  return {};
}

result<> sync_tree(const fs::path& dir) {
  std::error_code failed;
  for (fs::recursive_directory_iterator at(dir, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (at->is_symlink(failed) || !at->is_directory(failed)) continue;
    TRY(sync_dir(at->path()));
  }
  if (failed) return fail("read " + dir.string() + ": " + failed.message());
  return sync_dir(dir);
}

result<> rename_to(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return sys_fail("name " + to.string());
  return {};
}

result<> remove_others(const fs::path& dir,
                       const std::function<bool(const fs::path& entry)>& is_kept) {
  std::error_code failed;
  for (fs::directory_iterator at(dir, failed), end; !failed && at != end; at.increment(failed)) {
    if (is_kept(at->path())) continue;
    std::error_code why;
    fs::remove_all(at->path(), why);
    if (why) return sys_fail("remove " + at->path().string(), why.value());
  }
  if (failed) return sys_fail("read " + dir.string(), failed.value());
  return {};
}

scratch::~scratch() {
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

}  // namespace lambent::store
