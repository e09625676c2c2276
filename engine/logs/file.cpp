#include "engine/logs/file.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace lambent::logs {

result<fd> open_file(const std::filesystem::path& path, int flags) {
  const int number = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (number < 0) return sys_fail("open " + path.string());
  return fd(number);
}

result<> read_range(const fd& file, std::uint64_t offset, std::size_t bytes, std::string& out) {
  out.resize(bytes);
  std::size_t have = 0;
  while (have < bytes) {
    const auto got =
        ::pread(file.get(), out.data() + have, bytes - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return sys_fail("read");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  out.resize(have);
  return {};
}

}  // namespace lambent::logs
