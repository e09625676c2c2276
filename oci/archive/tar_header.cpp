#include "oci/archive/tar_header.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace lambent::oci {
namespace {

using tar_fields::field;

using block = std::array<char, tar_block_bytes>;

void put(block& into, field where, std::string_view text) {
  std::ranges::copy(text.substr(0, where.size), into.begin() + static_cast<long>(where.at));
}

// Octal digits and a NUL; what has no room in them as a binary number, as GNU tar and star began
// and everybody reads it (files from 8 GiB).
void put_number(block& into, field where, std::uint64_t number) {
  char* begin = into.data() + where.at;
  std::uint64_t rest = number;
  for (std::size_t i = where.size - 1; i-- > 0; rest >>= 3)
    begin[i] = static_cast<char>('0' + (rest & 7));
  if (rest == 0) return;
  rest = number;
  for (std::size_t i = where.size; i-- > 0; rest >>= 8) begin[i] = static_cast<char>(rest & 0xff);
  begin[0] = static_cast<char>(0x80);
}

void put_checksum(block& into) {
  put(into, tar_fields::checksum, "        ");
  unsigned sum = 0;
  for (char c : into) sum += static_cast<unsigned char>(c);
  put_number(into, {tar_fields::checksum.at, tar_fields::checksum.size - 1}, sum);
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// A long name in two, at a '/'; empty prefix where it fits into one, npos where into neither.
std::size_t split_of(std::string_view name) {
  if (name.size() <= tar_fields::name.size) return 0;
  std::size_t slash = name.rfind('/', tar_fields::prefix.size);
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == name.size() ||
      name.size() - slash - 1 > tar_fields::name.size)
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
    put(out, tar_fields::prefix, name.substr(0, split));
    name.remove_prefix(split + 1);
  }
  put(out, tar_fields::name, name);
  put_number(out, tar_fields::mode, entry.mode);
  put_number(out, tar_fields::uid, 0);
  put_number(out, tar_fields::gid, 0);
  put_number(out, tar_fields::size, entry.size);
  put_number(out, tar_fields::mtime, static_cast<std::uint64_t>(entry.mtime));
  out[tar_fields::type.at] = type;
  put(out, tar_fields::link, entry.link);
  put(out, tar_fields::magic,
      std::string_view("ustar\0"
                       "00",
                       8));
  put_number(out, tar_fields::device_major, 0);
  put_number(out, tar_fields::device_minor, 0);
  put_checksum(out);
  return {out.data(), out.size()};
}

}  // namespace

std::string tar_header(const tar_entry& entry) {
  std::string name = entry.kind == tar_kind::folder ? entry.name + "/" : entry.name;
  std::string records;
  if (split_of(name) == std::string_view::npos || !is_ascii(name))
    records += pax_record("path", name);
  if (entry.link.size() > tar_fields::link.size || !is_ascii(entry.link))
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
