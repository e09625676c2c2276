#include "base/zip_writer.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <memory>

namespace lambent {
namespace {

// APPNOTE.TXT 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end record).
constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::uint32_t central_signature = 0x02014b50;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::uint16_t version_needed = 20;
constexpr std::uint16_t made_by_unix = (3U << 8U) | version_needed;
constexpr std::uint16_t flag_utf8_name = 0x0800;
constexpr std::uint16_t method_store = 0;
constexpr std::uint16_t method_deflate = 8;
constexpr std::uint16_t dos_time_midnight = 0;
constexpr std::uint16_t dos_date_1980_01_01 = 0x0021;

constexpr std::size_t entries_max = 0xfffe;       // 0xffff announces zip64.
constexpr std::size_t name_bytes_max = 0xffff;    // A 16-bit length.
constexpr std::uint64_t bytes_max = 0xffff'fffe;  // 0xffffffff announces zip64.

void put16(std::string& out, std::uint32_t value) {
  out.push_back(static_cast<char>(value & 0xffU));
  out.push_back(static_cast<char>((value >> 8U) & 0xffU));
}

void put32(std::string& out, std::uint64_t value) {
  put16(out, static_cast<std::uint32_t>(value & 0xffffU));
  put16(out, static_cast<std::uint32_t>((value >> 16U) & 0xffffU));
}

struct packed_entry {
  const zip_member* entry = nullptr;
  std::string deflated;  // Used when `method` is deflate; else the entry's content is.
  std::uint16_t method = method_store;
  std::uint32_t crc = 0;

  [[nodiscard]] const std::string& bytes() const {
    return method == method_deflate ? deflated : entry->content;
  }
};

std::uint32_t crc_of(const std::string& content) {
  return static_cast<std::uint32_t>(::crc32_z(
      ::crc32_z(0, nullptr, 0), reinterpret_cast<const Bytef*>(content.data()), content.size()));
}

result<std::string> deflate_raw(const std::string& content) {
  z_stream z{};
  constexpr int raw_deflate_window_bits = -15;
  constexpr int memory_level = 9;
  if (::deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, raw_deflate_window_bits, memory_level,
                     Z_DEFAULT_STRATEGY) != Z_OK)
    return fail("start deflate: out of memory");
  std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&z, ::deflateEnd);

  std::string out(::deflateBound(&z, content.size()), '\0');
  // zlib's counters are 32 bits wide and `bytes_max` has kept larger contents out.
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  z.avail_in = static_cast<uInt>(content.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(std::min<std::uint64_t>(out.size(), bytes_max));
  if (::deflate(&z, Z_FINISH) != Z_STREAM_END) return fail("deflate: the content grew past 4 GB");
  out.resize(z.total_out);
  return out;
}

result<packed_entry> pack(const zip_member& entry, zip_compression compression) {
  packed_entry packed{.entry = &entry, .deflated = {}, .crc = crc_of(entry.content)};
  if (compression == zip_compression::store || entry.content.empty()) return packed;
  packed.deflated = TRY(deflate_raw(entry.content));
  if (packed.deflated.size() < entry.content.size())
    packed.method = method_deflate;
  else
    packed.deflated.clear();
  return packed;
}

// The fields that the local header and the central directory share, in their common order.
void put_common(std::string& out, const packed_entry& packed) {
  const std::string& name = packed.entry->name;
  bool ascii = std::ranges::all_of(name, [](char c) { return static_cast<signed char>(c) >= 0; });
  put16(out, version_needed);
  put16(out, ascii ? 0U : flag_utf8_name);
  put16(out, packed.method);
  put16(out, dos_time_midnight);
  put16(out, dos_date_1980_01_01);
  put32(out, packed.crc);
  put32(out, packed.bytes().size());
  put32(out, packed.entry->content.size());
  put16(out, static_cast<std::uint32_t>(name.size()));
  put16(out, 0);  // Extra field length.
}

void put_local(std::string& out, const packed_entry& packed) {
  put32(out, local_signature);
  put_common(out, packed);
  out += packed.entry->name;
  out += packed.bytes();
}

void put_central(std::string& out, const packed_entry& packed, std::uint64_t local_offset) {
  constexpr std::uint32_t dos_folder_bit = 0x10;
  put32(out, central_signature);
  put16(out, made_by_unix);
  put_common(out, packed);
  put16(out, 0);  // Comment length.
  put16(out, 0);  // Disk number.
  put16(out, 0);  // Internal attributes.
  bool folder = packed.entry->name.ends_with('/');
  put32(out, (packed.entry->mode << 16U) | (folder ? dos_folder_bit : 0U));
  put32(out, local_offset);
  out += packed.entry->name;
}

result<> check_names(const std::vector<zip_member>& sorted) {
  if (sorted.size() > entries_max) return fail("more than 65534 entries need zip64");
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const std::string& name = sorted[i].name;
    if (name.empty()) return fail("an entry has no name");
    if (name.size() > name_bytes_max) return fail("an entry's name is longer than 65535 bytes");
    if (sorted[i].content.size() > bytes_max) return fail("'" + name + "' is larger than 4 GB");
    if (i > 0 && sorted[i - 1].name == name) return fail("'" + name + "' occurs twice");
  }
  return {};
}

}  // namespace

result<std::string> make_zip(std::vector<zip_member> entries, zip_compression compression) {
  std::ranges::sort(entries, {}, &zip_member::name);
  TRY_FOR("make a zip", check_names(entries));

  std::string out;
  std::string directory;
  for (const zip_member& entry : entries) {
    packed_entry packed = TRY_FOR("compress '" + entry.name + "'", pack(entry, compression));
    put_central(directory, packed, out.size());
    put_local(out, packed);
    if (out.size() + directory.size() > bytes_max)
      return fail("make a zip: the archive is larger than 4 GB");
  }

  std::uint64_t directory_offset = out.size();
  out += directory;
  put32(out, end_signature);
  put16(out, 0);  // This disk.
  put16(out, 0);  // The directory's disk.
  put16(out, static_cast<std::uint32_t>(entries.size()));
  put16(out, static_cast<std::uint32_t>(entries.size()));
  put32(out, directory.size());
  put32(out, directory_offset);
  put16(out, 0);  // Comment length.
  return out;
}

}  // namespace lambent
