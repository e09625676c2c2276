#include "base/elf.hpp"

#include <elf.h>

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <optional>

namespace lambent {
namespace {

constexpr std::size_t libraries_max = 1024;
constexpr std::size_t text_bytes_max = 4096;   // PATH_MAX; longer names count as none.
constexpr std::size_t chain_steps_max = 4096;  // Ends a chain that loops.

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
  std::string_view rest = bytes.substr(offset, text_bytes_max);
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
  // Not a number: PRIVATE, and ABI_DT_RELR, which glibc has since 2.36.
  if (version.empty() || version[0] < '0' || version[0] > '9') return;
  if (info.glibc_needed.empty() || version_is_higher(version, info.glibc_needed))
    info.glibc_needed = version;
}

// Both chains of .gnu.version_r; `next` fields are distances, 0 ends.
void read_version_needs(std::string_view bytes, std::uint64_t need_at, std::uint64_t names_at,
                        elf_info& info) {
  std::size_t steps = 0;
  while (auto need = at<Elf64_Verneed>(bytes, need_at)) {
    elf_version_needs& library = info.version_needs.emplace_back();
    library.library = text_at(bytes, names_at + need->vn_file);
    std::uint64_t aux_at = need_at + need->vn_aux;
    while (auto aux = at<Elf64_Vernaux>(bytes, aux_at)) {
      std::string_view version = text_at(bytes, names_at + aux->vna_name);
      library.versions.emplace_back(version);
      note_glibc(version, info);
      if (aux->vna_next == 0 || ++steps > chain_steps_max) break;
      aux_at += aux->vna_next;
    }
    if (need->vn_next == 0 || ++steps > chain_steps_max) break;
    need_at += need->vn_next;
  }
}

// The chain of .gnu.version_d. Of each definition the first name is its own; the first definition
// is the library's name and no version.
void read_version_definitions(std::string_view bytes, std::uint64_t definition_at,
                              std::uint64_t names_at, elf_info& info) {
  std::size_t steps = 0;
  while (auto definition = at<Elf64_Verdef>(bytes, definition_at)) {
    auto name = at<Elf64_Verdaux>(bytes, definition_at + definition->vd_aux);
    if (name && (definition->vd_flags & VER_FLG_BASE) == 0)
      info.versions_defined.emplace_back(text_at(bytes, names_at + name->vda_name));
    if (definition->vd_next == 0 || ++steps > chain_steps_max) break;
    definition_at += definition->vd_next;
  }
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> out;
  while (!path.empty()) {
    std::size_t colon = path.find(':');
    if (colon != 0) out.emplace_back(path.substr(0, colon));
    if (colon == std::string_view::npos) break;
    path.remove_prefix(colon + 1);
  }
  return out;
}

// The entries of the dynamic section that are read here.
struct dynamic_entries {
  std::optional<std::uint64_t> names_at;
  std::optional<std::uint64_t> version_needs_at;
  std::optional<std::uint64_t> version_definitions_at;
  std::optional<std::uint64_t> rpath;
  std::optional<std::uint64_t> runpath;
  std::vector<std::uint64_t> needed;
};

dynamic_entries read_dynamic_entries(std::string_view bytes, const segments& loaded,
                                     const Elf64_Phdr& dynamic) {
  dynamic_entries out;
  for (std::uint64_t done = 0; done < dynamic.p_filesz; done += sizeof(Elf64_Dyn)) {
    auto entry = at<Elf64_Dyn>(bytes, dynamic.p_offset + done);
    if (!entry || entry->d_tag == DT_NULL) break;
    std::uint64_t value = entry->d_un.d_val;
    switch (entry->d_tag) {
      case DT_STRTAB:
        out.names_at = loaded.offset_of(value);
        break;
      case DT_VERNEED:
        out.version_needs_at = loaded.offset_of(value);
        break;
      case DT_VERDEF:
        out.version_definitions_at = loaded.offset_of(value);
        break;
      case DT_RPATH:
        out.rpath = value;
        break;
      case DT_RUNPATH:
        out.runpath = value;
        break;
      case DT_NEEDED:
        if (out.needed.size() < libraries_max) out.needed.push_back(value);
        break;
      default:
        break;
    }
  }
  return out;
}

void read_dynamic(std::string_view bytes, const segments& loaded, elf_info& info) {
  const Elf64_Phdr* dynamic = loaded.find(PT_DYNAMIC);
  if (dynamic == nullptr) return;
  dynamic_entries entries = read_dynamic_entries(bytes, loaded, *dynamic);
  if (!entries.names_at) return;
  std::uint64_t names_at = *entries.names_at;
  for (std::uint64_t name : entries.needed)
    info.needed.emplace_back(text_at(bytes, names_at + name));
  if (entries.runpath)
    info.runpath = split_path(text_at(bytes, names_at + *entries.runpath));
  else if (entries.rpath)
    info.rpath = split_path(text_at(bytes, names_at + *entries.rpath));
  if (entries.version_needs_at)
    read_version_needs(bytes, *entries.version_needs_at, names_at, info);
  if (entries.version_definitions_at)
    read_version_definitions(bytes, *entries.version_definitions_at, names_at, info);
}

std::uint64_t aligned(std::uint64_t value, std::uint64_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

// Properties of NT_GNU_PROPERTY_TYPE_0: type, size, data, padded to 8 bytes. x86-64 psABI, "Program
// Property".
void read_properties(std::string_view properties, elf_info& info) {
  constexpr std::uint32_t isa_needed = 0xc0008002;  // GNU_PROPERTY_X86_ISA_1_NEEDED
  constexpr std::uint64_t head_bytes = 8;
  constexpr std::uint64_t alignment = 8;
  std::uint64_t offset = 0;
  while (true) {
    auto type = at<std::uint32_t>(properties, offset);
    auto size = at<std::uint32_t>(properties, offset + sizeof(std::uint32_t));
    if (!type || !size) return;
    auto bits = at<std::uint32_t>(properties, offset + head_bytes);
    // Bit 0 is the baseline, bit 3 is x86-64-v4.
    if (*type == isa_needed && bits)
      info.x86_64_level = static_cast<unsigned>(std::bit_width(*bits & 0xfU));
    offset += head_bytes + aligned(*size, alignment);
  }
}

void read_notes(std::string_view bytes, const Elf64_Phdr& segment, elf_info& info) {
  if (segment.p_offset > bytes.size()) return;
  std::string_view notes = bytes.substr(segment.p_offset, segment.p_filesz);
  std::uint64_t alignment = segment.p_align == 8 ? 8 : 4;
  std::uint64_t offset = 0;
  for (std::size_t step = 0; step < chain_steps_max; ++step) {
    auto note = at<Elf64_Nhdr>(notes, offset);
    if (!note) return;
    std::uint64_t name_at = offset + sizeof(*note);
    std::uint64_t data_at = aligned(name_at + note->n_namesz, alignment);
    if (note->n_type == NT_GNU_PROPERTY_TYPE_0 && text_at(notes, name_at) == ELF_NOTE_GNU &&
        data_at <= notes.size())
      read_properties(notes.substr(data_at, note->n_descsz), info);
    offset = aligned(data_at + note->n_descsz, alignment);
  }
}

void read_segment_facts(std::string_view bytes, const segments& loaded, elf_info& info) {
  for (const Elf64_Phdr& segment : loaded.all) {
    if (segment.p_type == PT_INTERP) {
      info.dynamic = true;
      info.interpreter = text_at(bytes, segment.p_offset);
    }
    if (segment.p_type == PT_GNU_STACK) info.executable_stack = (segment.p_flags & PF_X) != 0;
    if (segment.p_type == PT_NOTE && info.architecture == "x86_64")
      read_notes(bytes, segment, info);
  }
}

// What other files are, by their first bytes.
std::string_view name_of_other_kind(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.empty()) return "it is empty"sv;
  if (bytes.starts_with("#!")) return "it is a script, not an ELF executable"sv;
  for (std::string_view magic : {"\xcf\xfa\xed\xfe"sv, "\xce\xfa\xed\xfe"sv, "\xca\xfe\xba\xbe"sv})
    if (bytes.starts_with(magic)) return "it is a program for macOS, not an ELF executable"sv;
  if (bytes.starts_with("MZ")) return "it is a program for Windows, not an ELF executable"sv;
  if (bytes.starts_with("!<arch>")) return "it is a static library, not an ELF executable"sv;
  return "it is not an ELF executable"sv;
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
  if (!bytes.starts_with(ELFMAG)) return fail(std::string(name_of_other_kind(bytes)));
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
  read_segment_facts(bytes, loaded, info);
  read_dynamic(bytes, loaded, info);
  return info;
}

}  // namespace lambent
