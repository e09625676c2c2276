// The start of a program's file, for tests: what read_elf() takes for a 64-bit program of `machine`
// (EM_X86_64, EM_AARCH64). The test goes on from there.
#pragma once

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace lambent::testing {

[[nodiscard]] inline Elf64_Ehdr elf_header(std::uint16_t machine, std::uint16_t type = ET_EXEC) {
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = type;
  header.e_machine = machine;
  return header;
}

template <class T>
[[nodiscard]] std::string bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

}  // namespace lambent::testing
