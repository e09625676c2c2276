#include "elf_functions.hpp"

#include <doctest/doctest.h>
#include <elf.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

using namespace lambent;

namespace {

template <class Record>
void append(std::string& out, const Record& record) {
  out.append(reinterpret_cast<const char*>(&record), sizeof record);
}

Elf64_Sym function(unsigned name, std::uint64_t value, std::uint64_t size,
                   unsigned char type = STT_FUNC) {
  Elf64_Sym symbol = {};
  symbol.st_name = name;
  symbol.st_info = ELF64_ST_INFO(STB_GLOBAL, type);
  symbol.st_shndx = 1;
  symbol.st_value = value;
  symbol.st_size = size;
  return symbol;
}

// Head, symbols, names, then three sections: nothing, the table, its names.
std::string file_of(const std::vector<Elf64_Sym>& symbols, const std::string& names,
                    unsigned table_type = SHT_SYMTAB) {
  Elf64_Ehdr head = {};
  std::memcpy(head.e_ident, ELFMAG, SELFMAG);
  head.e_ident[EI_CLASS] = ELFCLASS64;
  head.e_shentsize = sizeof(Elf64_Shdr);
  head.e_shnum = 3;
  const std::size_t table_bytes = symbols.size() * sizeof(Elf64_Sym);
  head.e_shoff = sizeof head + table_bytes + names.size();
  std::string file;
  append(file, head);
  for (const Elf64_Sym& symbol : symbols) append(file, symbol);
  file += names;
  Elf64_Shdr section = {};
  append(file, section);
  section.sh_type = table_type;
  section.sh_offset = sizeof head;
  section.sh_size = table_bytes;
  section.sh_link = 2;
  append(file, section);
  section = {};
  section.sh_type = SHT_STRTAB;
  section.sh_offset = sizeof head + table_bytes;
  section.sh_size = names.size();
  append(file, section);
  return file;
}

const std::string names("\0first\0second\0datum\0", 20);

}  // namespace

TEST_CASE("the function at an address is the one whose code encloses it") {
  const std::string file = file_of({function(1, 0x1000, 0x10), function(7, 0x1010, 8),
                                    function(14, 0x2000, 8, STT_OBJECT), function(1, 0x3000, 0)},
                                   names);
  CHECK(elf_function_at(file, 0x1000) == "first");
  CHECK(elf_function_at(file, 0x100f) == "first");
  CHECK(elf_function_at(file, 0x1010) == "second");
  CHECK(elf_function_at(file, 0x1018).empty());
  CHECK(elf_function_at(file, 0xfff).empty());
  CHECK(elf_function_at(file, 0x2000).empty());
  CHECK(elf_function_at(file, 0x3000).empty());
}

TEST_CASE("the dynamic symbols of a stripped program will do") {
  CHECK(elf_function_at(file_of({function(1, 16, 4)}, names, SHT_DYNSYM), 17) == "first");
  CHECK(elf_function_at(file_of({function(1, 16, 4)}, names, SHT_NOTE), 17).empty());
}

TEST_CASE("a file that is cut anywhere, or is no ELF file, has fewer names and no worse") {
  const std::string whole = file_of({function(7, 16, 4)}, names);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK(elf_function_at({exact.data(), exact.size()}, 17).empty());
  }
  CHECK(elf_function_at(std::string(4096, '\x7f'), 17).empty());
  // A name outside the names, and names that do not end.
  CHECK(elf_function_at(file_of({function(4000, 16, 4)}, names), 17).empty());
  CHECK(elf_function_at(file_of({function(1, 16, 4)}, std::string("\0open", 5)), 17) == "open");
}
