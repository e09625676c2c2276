#include "engine/store/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

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
  std::vector<fs::path> others;
  for (fs::directory_iterator at(dir, failed), end; !failed && at != end; at.increment(failed))
    if (!is_kept(at->path())) others.push_back(at->path());
  if (failed) return sys_fail("read " + dir.string(), failed.value());
  std::ranges::sort(others);
  for (fs::path& each : others) {
    std::error_code why;
    if (fs::symlink_status(each, why).type() == fs::file_type::directory &&
        !each.filename().string().starts_with(unfinished_prefix)) {
      fs::path nameless = unfinished_name(dir);
      TRY(rename_to(each, nameless));
      each = std::move(nameless);
    }
    fs::remove_all(each, why);
    if (why) return sys_fail("remove " + each.string(), why.value());
  }
  return {};
}

scratch::~scratch() {
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

}  // namespace lambent::store
