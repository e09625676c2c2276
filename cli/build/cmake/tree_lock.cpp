#include "cli/build/cmake/tree_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <thread>

namespace lambent::cli {

namespace {
constexpr std::chrono::milliseconds look_again{50};
}

result<fd> lock_tree(const std::filesystem::path& folder, const std::function<bool()>& goes_on) {
  std::error_code ec;
  std::filesystem::create_directories(folder, ec);
  if (ec) return sys_fail("create the build folder " + folder.string(), ec.value());
  std::string path = folder / "lambent.lock";
  fd lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!lock) return sys_fail("open " + path);
  while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return sys_fail("lock " + path);
    if (!goes_on()) return fail("another command builds in " + folder.string());
    std::this_thread::sleep_for(look_again);
  }
  return lock;
}

}  // namespace lambent::cli
