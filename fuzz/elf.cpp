// Any bytes as an executable: read or refused, never an overrun.
#include "base/elf.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)lambent::read_elf({reinterpret_cast<const char*>(data), size});
  return 0;
}
