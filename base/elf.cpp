#include "base/elf.hpp"

#include <elf.h>

#include <charconv>
#include <cstddef>
#include <cstring>
#include <optional>

namespace lambent {
namespace {

constexpr std::size_t libraries_max = 1024;  // Ends a chain that loops.

// A structure at an offset, or nothing when it does not lie inside the file.
template <class T>
std::optional<T> at(std::string_view bytes, std::uint64_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

std::string_view text_at(std::string_view bytes, std::uint64_t offset) {
  if (offset >= bytes.size()) return {};
  std::string_view rest = bytes.substr(offset);
  std::size_t end = rest.find('\0');
  return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
}

std::string architecture_name(std::uint16_t machine) {
  if (machine == EM_X86_64) return "x86_64";
  if (machine == EM_AARCH64) return "arm64";
  return "machine " + std::to_string(machine);
}

struct segments {
  std::vector<Elf64_Phdr> all;

  // Where in the file the loader would find this address.
  [[nodiscard]] std::optional<std::uint64_t> offset_of(std::uint64_t address) const {
    for (const Elf64_Phdr& s : all)
      if (s.p_type == PT_LOAD && address >= s.p_vaddr && address - s.p_vaddr < s.p_filesz)
        return s.p_offset + (address - s.p_vaddr);
    return std::nullopt;
  }
  [[nodiscard]] const Elf64_Phdr* find(std::uint32_t type) const {
    for (const Elf64_Phdr& s : all)
      if (s.p_type == type) return &s;
    return nullptr;
  }
};

segments read_segments(std::string_view bytes, const Elf64_Ehdr& header) {
  segments out;
  for (std::uint16_t i = 0; i < header.e_phnum; ++i) {
    auto segment = at<Elf64_Phdr>(bytes, header.e_phoff + std::uint64_t{i} * sizeof(Elf64_Phdr));
    if (!segment) break;
    out.all.push_back(*segment);
  }
  return out;
}

void note_glibc(std::string_view version, elf_info& info) {
  constexpr std::string_view prefix = "GLIBC_";
  if (!version.starts_with(prefix)) return;
  version.remove_prefix(prefix.size());
  if (version == "PRIVATE") return;
  if (info.glibc_needed.empty() || version_is_higher(version, info.glibc_needed))
    info.glibc_needed = version;
}

// Both chains of .gnu.version_r; `next` fields are distances, 0 ends.
void read_versions(std::string_view bytes, std::uint64_t need_at, std::uint64_t names_at,
                   elf_info& info) {
  std::size_t steps = 0;
  while (auto need = at<Elf64_Verneed>(bytes, need_at)) {
    std::uint64_t aux_at = need_at + need->vn_aux;
    while (auto aux = at<Elf64_Vernaux>(bytes, aux_at)) {
      note_glibc(text_at(bytes, names_at + aux->vna_name), info);
      if (aux->vna_next == 0 || ++steps > libraries_max) break;
      aux_at += aux->vna_next;
    }
    if (need->vn_next == 0 || ++steps > libraries_max) break;
    need_at += need->vn_next;
  }
}

void read_dynamic(std::string_view bytes, const segments& loaded, elf_info& info) {
  const Elf64_Phdr* dynamic = loaded.find(PT_DYNAMIC);
  if (dynamic == nullptr) return;
  std::optional<std::uint64_t> names_at;
  std::optional<std::uint64_t> versions_at;
  std::vector<std::uint64_t> needed;
  for (std::uint64_t done = 0; done < dynamic->p_filesz; done += sizeof(Elf64_Dyn)) {
    auto entry = at<Elf64_Dyn>(bytes, dynamic->p_offset + done);
    if (!entry || entry->d_tag == DT_NULL) break;
    if (entry->d_tag == DT_STRTAB) names_at = loaded.offset_of(entry->d_un.d_ptr);
    if (entry->d_tag == DT_VERNEED) versions_at = loaded.offset_of(entry->d_un.d_ptr);
    if (entry->d_tag == DT_NEEDED && needed.size() < libraries_max)
      needed.push_back(entry->d_un.d_val);
  }
  if (!names_at) return;
  for (std::uint64_t name : needed) info.needed.emplace_back(text_at(bytes, *names_at + name));
  if (versions_at) read_versions(bytes, *versions_at, *names_at, info);
}

// The leading number of a dotted version, which is taken off.
unsigned take_number(std::string_view& version) {
  unsigned value = 0;
  auto [end, ec] = std::from_chars(version.data(), version.data() + version.size(), value);
  version.remove_prefix(static_cast<std::size_t>(end - version.data()));
  if (!version.empty()) version.remove_prefix(1);
  return ec == std::errc() ? value : 0;
}

}  // namespace

bool version_is_higher(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    unsigned left = take_number(a);
    unsigned right = take_number(b);
    if (left != right) return left > right;
  }
  return false;
}

result<elf_info> read_elf(std::string_view bytes) {
  constexpr std::size_t identification_bytes = 20;  // Up to and with e_machine, in both classes.
  if (!bytes.starts_with(ELFMAG)) {
    if (bytes.starts_with("#!")) return fail("it is a script, not an ELF executable");
    return fail("it is not an ELF executable");
  }
  if (bytes.size() < identification_bytes) return fail("the ELF header is cut short");
  if (bytes[EI_DATA] != ELFDATA2LSB) return fail("it is an ELF file of a big-endian machine");

  elf_info info;
  // Type and machine lie at the same offsets in both classes.
  auto type = at<std::uint16_t>(bytes, offsetof(Elf64_Ehdr, e_type)).value_or(ET_NONE);
  info.architecture =
      architecture_name(at<std::uint16_t>(bytes, offsetof(Elf64_Ehdr, e_machine)).value_or(0));
  if (type != ET_EXEC && type != ET_DYN) return fail("it is an ELF file but not an executable");
  if (bytes[EI_CLASS] == ELFCLASS32) {
    info.bits = 32;
    return info;
  }
  auto header = at<Elf64_Ehdr>(bytes, 0);
  if (!header || bytes[EI_CLASS] != ELFCLASS64) return fail("the ELF header is cut short");
  segments loaded = read_segments(bytes, *header);
  if (loaded.all.size() != header->e_phnum) return fail("the ELF program headers are cut short");
  info.dynamic = loaded.find(PT_INTERP) != nullptr;
  read_dynamic(bytes, loaded, info);
  return info;
}

}  // namespace lambent
