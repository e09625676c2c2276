// Any bytes as an ELF file: a name that is found lies in the file, and looking for one stays
// inside.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "runtime/src/error/elf_functions.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The first bytes are the address that is looked for.
  std::uint64_t address = 0;
  if (size < sizeof address) return 0;
  std::memcpy(&address, data, sizeof address);
  const std::string_view file(reinterpret_cast<const char*>(data) + sizeof address,
                              size - sizeof address);
  const std::string_view name = lambent::elf_function_at(file, address);
  if (name.empty()) return 0;
  const bool inside = name.data() >= file.data() &&
                      name.data() + name.size() <= file.data() + file.size() &&
                      name.find('\0') == std::string_view::npos;
  if (!inside) std::abort();
  return 0;
}
