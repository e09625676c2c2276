#include "elf_functions.hpp"

#include <elf.h>

#include <cstring>

namespace lambent {

namespace {

// A record at `offset`, copied: nothing says that it is aligned.
template <class Record>
bool read_at(std::string_view file, std::uint64_t offset, Record& out) noexcept {
  if (offset > file.size() || file.size() - offset < sizeof(Record)) return false;
  std::memcpy(&out, file.data() + offset, sizeof(Record));
  return true;
}

std::string_view part_of(std::string_view file, const Elf64_Shdr& section) noexcept {
  if (section.sh_offset > file.size() || file.size() - section.sh_offset < section.sh_size) {
    return {};
  }
  return file.substr(section.sh_offset, section.sh_size);
}

bool is_own_kind(const Elf64_Ehdr& head) noexcept {
  return std::memcmp(head.e_ident, ELFMAG, SELFMAG) == 0 && head.e_ident[EI_CLASS] == ELFCLASS64 &&
         head.e_shentsize == sizeof(Elf64_Shdr);
}

struct symbol_table {
  std::string_view symbols;
  std::string_view names;
};

// The full table, or else the smaller one that dynamic linking leaves in a stripped program.
symbol_table find_table(std::string_view file) noexcept {
  Elf64_Ehdr head;
  if (!read_at(file, 0, head) || !is_own_kind(head)) return {};
  symbol_table best;
  for (unsigned i = 0; i < head.e_shnum; ++i) {
    Elf64_Shdr section;
    const std::uint64_t at = head.e_shoff + std::uint64_t{i} * sizeof section;
    if (at < head.e_shoff || !read_at(file, at, section)) break;
    const bool full = section.sh_type == SHT_SYMTAB;
    if (!full && (section.sh_type != SHT_DYNSYM || !best.symbols.empty())) continue;
    Elf64_Shdr strings;
    const std::uint64_t strings_at = head.e_shoff + std::uint64_t{section.sh_link} * sizeof strings;
    if (section.sh_link >= head.e_shnum || !read_at(file, strings_at, strings)) continue;
    best = {part_of(file, section), part_of(file, strings)};
    if (full) break;
  }
  return best;
}

}  // namespace

std::string_view elf_function_at(std::string_view file, std::uint64_t address) noexcept {
  const symbol_table table = find_table(file);
  for (std::uint64_t at = 0;; at += sizeof(Elf64_Sym)) {
    Elf64_Sym symbol;
    if (!read_at(table.symbols, at, symbol)) return {};
    if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_shndx == SHN_UNDEF) continue;
    if (address < symbol.st_value || address - symbol.st_value >= symbol.st_size) continue;
    if (symbol.st_name >= table.names.size()) continue;
    const std::string_view name = table.names.substr(symbol.st_name);
    return name.substr(0, name.find('\0'));
  }
}

}  // namespace lambent
