#include "oci/archive/tar_header.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace lambent::oci {
namespace {

// Where a header's fields lie, in bytes.
struct field {
  std::size_t at, bytes;
};
constexpr field name_field = {0, 100};
constexpr field mode_field = {100, 8};
constexpr field uid_field = {108, 8};
constexpr field gid_field = {116, 8};
constexpr field size_field = {124, 12};
constexpr field mtime_field = {136, 12};
constexpr field checksum_field = {148, 8};
constexpr std::size_t type_at = 156;
constexpr field link_field = {157, 100};
constexpr field magic_field = {257, 8};
constexpr field device_major_field = {329, 8};
constexpr field device_minor_field = {337, 8};
constexpr field prefix_field = {345, 155};

using block = std::array<char, tar_block_bytes>;

void put(block& into, field where, std::string_view text) {
  std::ranges::copy(text.substr(0, where.bytes), into.begin() + static_cast<long>(where.at));
}

// Octal digits and a NUL; what has no room in them as a binary number, as GNU tar and star began
// and everybody reads it (files from 8 GiB).
void put_number(block& into, field where, std::uint64_t number) {
  char* begin = into.data() + where.at;
  std::uint64_t rest = number;
  for (std::size_t i = where.bytes - 1; i-- > 0; rest >>= 3)
    begin[i] = static_cast<char>('0' + (rest & 7));
  if (rest == 0) return;
  rest = number;
  for (std::size_t i = where.bytes; i-- > 0; rest >>= 8) begin[i] = static_cast<char>(rest & 0xff);
  begin[0] = static_cast<char>(0x80);
}

void put_checksum(block& into) {
  put(into, checksum_field, "        ");
  unsigned sum = 0;
  for (char c : into) sum += static_cast<unsigned char>(c);
  put_number(into, {checksum_field.at, checksum_field.bytes - 1}, sum);
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// A long name in two, at a '/'; empty prefix where it fits into one, npos where into neither.
std::size_t split_of(std::string_view name) {
  if (name.size() <= name_field.bytes) return 0;
  std::size_t slash = name.rfind('/', prefix_field.bytes);
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == name.size() ||
      name.size() - slash - 1 > name_field.bytes)
    return std::string_view::npos;
  return slash;
}

// "27 path=…\n", where 27 counts itself.
std::string pax_record(std::string_view key, std::string_view value) {
  std::size_t rest = key.size() + value.size() + 3;  // ' ', '=' and '\n'.
  std::size_t length = rest + std::to_string(rest).size();
  length = rest + std::to_string(length).size();
  std::string out = std::to_string(length);
  return out.append(" ").append(key).append("=").append(value).append("\n");
}

std::string header_block(const tar_entry& entry, char type, std::string_view name) {
  block out{};
  std::size_t split = split_of(name);
  if (split != 0 && split != std::string_view::npos) {
    put(out, prefix_field, name.substr(0, split));
    name.remove_prefix(split + 1);
  }
  put(out, name_field, name);
  put_number(out, mode_field, entry.mode);
  put_number(out, uid_field, 0);
  put_number(out, gid_field, 0);
  put_number(out, size_field, entry.size);
  put_number(out, mtime_field, static_cast<std::uint64_t>(entry.mtime));
  out[type_at] = type;
  put(out, link_field, entry.link);
  put(out, magic_field,
      std::string_view("ustar\0"
                       "00",
                       8));
  put_number(out, device_major_field, 0);
  put_number(out, device_minor_field, 0);
  put_checksum(out);
  return {out.data(), out.size()};
}

}  // namespace

std::string tar_header(const tar_entry& entry) {
  std::string name = entry.kind == tar_kind::folder ? entry.name + "/" : entry.name;
  std::string records;
  if (split_of(name) == std::string_view::npos || !is_ascii(name))
    records += pax_record("path", name);
  if (entry.link.size() > link_field.bytes || !is_ascii(entry.link))
    records += pax_record("linkpath", entry.link);
  std::string out;
  if (!records.empty()) {
    tar_entry pax{.name = {},
                  .kind = tar_kind::file,
                  .mode = 0644,
                  .size = records.size(),
                  .mtime = entry.mtime,
                  .link = {}};
    out = header_block(pax, 'x', "PaxHeaders/entry") + records + tar_padding(records.size());
  }
  return out + header_block(entry, std::to_underlying(entry.kind), name);
}

std::string tar_padding(std::uint64_t size) {
  return std::string((tar_block_bytes - size % tar_block_bytes) % tar_block_bytes, '\0');
}

std::string tar_end() { return std::string(2 * tar_block_bytes, '\0'); }

}  // namespace lambent::oci
