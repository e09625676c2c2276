#include "base/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "base/fd.hpp"

namespace lambent {

result<std::string> read_file(const std::filesystem::path& path, std::uint64_t bytes_max) {
  std::string doing = "read " + (path == "-" ? std::string("stdin") : path.string());
  fd opened;
  if (path != "-") {
    opened.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened) return sys_fail(doing);
  }
  int file = opened ? opened.get() : STDIN_FILENO;
  std::string out;
  std::string chunk(64UL * 1024, '\0');
  while (true) {
    ssize_t n = ::read(file, chunk.data(), chunk.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return sys_fail(doing);
    if (n == 0) return out;
    out.append(chunk.data(), static_cast<std::size_t>(n));
    if (out.size() > bytes_max)
      return fail(doing + ": it is larger than " + std::to_string(bytes_max) + " bytes");
  }
}

}  // namespace lambent
