#include "symbols.hpp"

#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <typeinfo>

#include "elf_functions.hpp"

#ifdef __GLIBCXX__
// The demangler that libstdc++ has for its own traces: it needs stack, but no memory from malloc.
// Weak: the shared libstdc++ keeps it to itself.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" [[gnu::weak]] int __gcclibcxx_demangle_callback(
    const char* name, void (*put)(const char*, std::size_t, void*), void* with);
#endif

namespace lambent {

namespace {

constexpr const char* own_program = "/proc/self/exe";

struct search {
  std::uintptr_t address = 0;
  const char* path = nullptr;  // Empty for the program itself.
  std::uintptr_t bias = 0;
};

int look_into(dl_phdr_info* module, std::size_t /*size*/, void* argument) {
  search& s = *static_cast<search*>(argument);
  for (unsigned i = 0; i < module->dlpi_phnum; ++i) {
    const auto& segment = module->dlpi_phdr[i];
    const std::uintptr_t start = module->dlpi_addr + segment.p_vaddr;
    if (segment.p_type != PT_LOAD || s.address < start || s.address - start >= segment.p_memsz) {
      continue;
    }
    s.path = module->dlpi_name == nullptr ? "" : module->dlpi_name;
    s.bias = module->dlpi_addr;
    return 1;
  }
  return 0;
}

std::string_view base_name(std::string_view path) noexcept {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

code_place symbols::find(std::uintptr_t address) noexcept {
  search s;
  s.address = address;
  (void)dl_iterate_phdr(look_into, &s);
  code_place where;
  where.address = address - s.bias;
  if (s.path == nullptr) return where;
  if (*s.path == '\0') {
    s.path = own_program;
    if (program_[0] == '\0') {
      const ssize_t length = ::readlink(own_program, program_, sizeof program_);
      const std::string_view path(program_, length < 0 ? 0 : static_cast<std::size_t>(length));
      const std::string_view name = path.empty() ? "bootstrap" : base_name(path);
      const std::size_t kept = name.size() < sizeof program_ ? name.size() : sizeof program_ - 1;
      std::memmove(program_, name.data(), kept);
      program_[kept] = '\0';
    }
    where.module = program_;
  } else {
    where.module = base_name(s.path);
  }
  if (opened_ != s.path) open(s.path);
  if (mapped_ != nullptr) {
    where.function =
        elf_function_at({static_cast<const char*>(mapped_), mapped_bytes_}, where.address);
  }
  return where;
}

// A file that cannot be read has no names, and is not tried again for the next address.
void symbols::open(const char* path) noexcept {
  close();
  opened_ = path;
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  struct stat about = {};
  if (::fstat(file, &about) == 0 && about.st_size > 0) {
    mapped_bytes_ = static_cast<std::size_t>(about.st_size);
    mapped_ = ::mmap(nullptr, mapped_bytes_, PROT_READ, MAP_PRIVATE, file, 0);
    if (mapped_ == MAP_FAILED) mapped_ = nullptr;
  }
  ::close(file);
}

void symbols::close() noexcept {
  if (mapped_ != nullptr) (void)::munmap(mapped_, mapped_bytes_);
  mapped_ = nullptr;
  opened_ = nullptr;
}

void demangle_to(std::string_view name, void (*put)(const char*, std::size_t, void*), void* with) {
#ifdef __GLIBCXX__
  // The demangler takes about 64 bytes of stack for each; a signal handler's stack is small.
  constexpr std::size_t demangled_name_bytes_max = 256;
  if (__gcclibcxx_demangle_callback != nullptr && name.starts_with("_Z") &&
      name.size() <= demangled_name_bytes_max) {
    char terminated[demangled_name_bytes_max + 1];
    std::memcpy(terminated, name.data(), name.size());
    terminated[name.size()] = '\0';
    if (__gcclibcxx_demangle_callback(terminated, put, with) == 0) return;
  }
#endif
  put(name.data(), name.size(), with);
}

}  // namespace lambent
