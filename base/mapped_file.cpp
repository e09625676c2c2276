#include "base/mapped_file.hpp"

#include <sys/mman.h>
#include <sys/stat.h>

namespace lambent {

result<mapped_file> mapped_file::map(const fd& file) {
  struct stat about{};
  if (::fstat(file.get(), &about) != 0) return sys_fail("look at a file");
  auto size = static_cast<std::size_t>(about.st_size);
  // An empty mapping is none.
  if (size == 0) return mapped_file(std::string_view());
  void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (at == MAP_FAILED) return sys_fail("map a file of " + std::to_string(size) + " bytes");
  return mapped_file({static_cast<const char*>(at), size});
}

mapped_file::~mapped_file() {
  // munmap asks for a pointer that is not const, and does not write.
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace lambent
