#include "engine/http/file_slice.hpp"

#include <fcntl.h>
#include <sys/stat.h>

namespace lambent::http {

result<file_slice> whole_file(const std::string& path) {
  fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about{};
  if (!file || ::fstat(file.get(), &about) != 0) return sys_fail("open " + path);
  if (!S_ISREG(about.st_mode)) return fail("open " + path + ": not a regular file");
  return file_slice{std::move(file), 0, static_cast<std::uint64_t>(about.st_size)};
}

}  // namespace lambent::http
