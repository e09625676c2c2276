#include "oci/archive/tar_reader.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "oci/archive/tar_format.hpp"
#include "oci/limits.hpp"

namespace lambent::oci {
namespace {

std::string_view until_nul(std::string_view text) { return text.substr(0, text.find('\0')); }

// The first bit set: a big-endian number in two's complement, GNU's way of saying more than octal
// digits have room for. Nothing when it is more than 63 bits.
std::optional<std::int64_t> binary_number(std::string_view text) {
  bool negative = (text[0] & 0x40) != 0;
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    if (i == 0) byte = negative ? byte | 0x80U : byte & 0x7fU;
    std::uint64_t lost = value >> 55;  // The sign must still be there after the shift.
    if (lost != (negative ? 0x1ffU : 0U)) return std::nullopt;
    value = value << 8 | byte;
  }
  return static_cast<std::int64_t>(value);
}

// Octal digits between spaces and NULs; nothing at all is 0.
std::optional<std::int64_t> octal_number(std::string_view text) {
  auto from = text.find_first_not_of(std::string_view(" \0", 2));
  if (from == std::string_view::npos) return 0;
  text.remove_prefix(from);
  text = text.substr(0, text.find_first_of(std::string_view(" \0", 2)));
  std::int64_t value = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value, 8);
  if (bad != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<std::int64_t> number(std::string_view text) {
  return (text[0] & 0x80) != 0 ? binary_number(text) : octal_number(text);
}

// Sum of all bytes, those of the checksum itself as spaces. Old writers added signed ones.
bool checksum_holds(std::string_view block) {
  auto said = octal_number(tar_fields::checksum.in(block));
  std::int64_t as_unsigned = 0, as_signed = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    bool inside =
        i >= tar_fields::checksum.at && i < tar_fields::checksum.at + tar_fields::checksum.size;
    char byte = inside ? ' ' : block[i];
    as_unsigned += static_cast<unsigned char>(byte);
    as_signed += static_cast<signed char>(byte);
  }
  return said && (*said == as_unsigned || *said == as_signed);
}

bool all_zero(std::string_view block) {
  return std::all_of(block.begin(), block.end(), [](char c) { return c == '\0'; });
}

std::string full_name(std::string_view block) {
  std::string name(until_nul(tar_fields::name.in(block)));
  if (tar_fields::magic.in(block).substr(0, 6) != std::string_view("ustar\0", 6)) return name;
  bool star = tar_fields::star_trailer.in(block) == std::string_view("tar\0", 4);
  std::string_view prefix =
      until_nul((star ? tar_fields::star_prefix : tar_fields::prefix).in(block));
  return prefix.empty() ? name : std::string(prefix) + "/" + name;
}

// "1700000000.5", perhaps negative; digits after the ninth are left out.
std::optional<timespec> decimal_time(std::string_view text) {
  std::int64_t seconds = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (bad != std::errc()) return std::nullopt;
  std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  timespec time{.tv_sec = seconds, .tv_nsec = 0};
  if (rest.empty()) return time;
  if (rest.front() != '.') return std::nullopt;
  rest.remove_prefix(1);
  long nanoseconds = 0;
  for (std::size_t i = 0; i < 9; ++i) {
    char digit = i < rest.size() ? rest[i] : '0';
    if (digit < '0' || digit > '9') return std::nullopt;
    nanoseconds = nanoseconds * 10 + (digit - '0');
  }
  if (rest.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  if (text.front() == '-' && nanoseconds != 0) {
    if (seconds == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
    time = {.tv_sec = seconds - 1, .tv_nsec = 1'000'000'000L - nanoseconds};
  } else {
    time.tv_nsec = nanoseconds;
  }
  return time;
}

std::optional<std::uint64_t> decimal_size(std::string_view text) {
  std::uint64_t value = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (bad != std::errc() || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

std::optional<item_kind> kind_of(char type, std::string_view name) {
  switch (type) {
    case '\0':
    case '0':
    case '7':  // "Contiguous": a file everywhere but on a few machines of the eighties.
      // Before POSIX a slash at the end was how a directory was told.
      return name.ends_with('/') ? item_kind::directory : item_kind::file;
    case '1':
      return item_kind::hard_link;
    case '2':
      return item_kind::symbolic_link;
    case '3':
      return item_kind::character_device;
    case '4':
      return item_kind::block_device;
    case '5':
      return item_kind::directory;
    case '6':
      return item_kind::fifo;
    default:
      return std::nullopt;
  }
}

bool is_record(char type) { return type == 'x' || type == 'g' || type == 'L' || type == 'K'; }

std::unexpected<error> sparse(const std::string& name) {
  return fail(name + " is a sparse file, as only tar itself writes them",
              "write the layer without --sparse (bsdtar: --no-read-sparse)");
}

}  // namespace

result<> tar_reader::feed(std::string_view piece) {
  while (!piece.empty()) {
    if (state_ == expects::nothing) return {};
    if (state_ == expects::header) {
      if (held_.empty() && piece.size() >= tar_block_bytes) {
        TRY(header(piece.substr(0, tar_block_bytes)));
        piece.remove_prefix(tar_block_bytes);
        continue;
      }
      auto taken = std::min(piece.size(), tar_block_bytes - held_.size());
      held_ += piece.substr(0, taken);
      piece.remove_prefix(taken);
      if (held_.size() < tar_block_bytes) return {};
      std::string block = std::exchange(held_, {});
      TRY(header(block));
      continue;
    }
    auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), left_));
    left_ -= taken;
    if (state_ == expects::record) record_ += piece.substr(0, taken);
    if (state_ == expects::content) TRY(visitor_.content(piece.substr(0, taken)));
    piece.remove_prefix(taken);
    if (left_ > 0) return {};
    if (state_ == expects::record) {
      TRY(end_record());
    } else if (state_ == expects::content) {
      TRY(end_content());
    } else {
      state_ = expects::header;
    }
  }
  return {};
}

result<std::uint64_t> tar_reader::skip_content() {
  std::uint64_t skipped = 0;
  if (state_ == expects::content) {
    skipped = left_;
    TRY(end_content());
  }
  if (state_ == expects::padding) {
    skipped += left_;
    state_ = expects::header;
  }
  return skipped;
}

result<> tar_reader::finish() {
  const bool at_header = state_ == expects::header && held_.empty();
  const bool between = at_header || state_ == expects::padding;
  if (state_ != expects::nothing && (!between || records_ > 0))
    return fail("the tar ends within an entry: it was cut off");
  return {};
}

void tar_reader::expect_padding() {
  left_ = (tar_block_bytes - size_ % tar_block_bytes) % tar_block_bytes;
  state_ = left_ > 0 ? expects::padding : expects::header;
}

result<> tar_reader::header(std::string_view block) {
  if (all_zero(block)) {
    if (records_ > 0) return fail("the tar ends after a record that belongs to an entry");
    if (std::exchange(zero_block_, true)) state_ = expects::nothing;
    return {};
  }
  if (zero_block_) return fail("this is no tar: a zero block stands between two entries");
  if (!checksum_holds(block))
    return fail("this is no tar, or a damaged one: a header's sum is wrong");
  auto size = number(tar_fields::size.in(block));
  if (!size || *size < 0)
    return fail("the entry " + full_name(block) + " has a size that is no number");
  char type = tar_fields::type.in(block)[0];
  auto bytes = static_cast<std::uint64_t>(*size);
  return is_record(type) ? begin_record(type, bytes) : begin_entry(block, type, bytes);
}

result<> tar_reader::begin_record(char type, std::uint64_t size) {
  if (size > limits::record_max_bytes)
    return fail("a record of the tar has " + std::to_string(size) + " bytes, at most " +
                std::to_string(limits::record_max_bytes) + " are read");
  if (++records_ > limits::records_max)
    return fail("more than " + std::to_string(limits::records_max) +
                " records of the tar stand before one entry");
  record_type_ = type;
  record_.clear();
  size_ = left_ = size;
  state_ = expects::record;
  return size == 0 ? end_record() : result<>();
}

result<> tar_reader::end_record() {
  std::string text = std::exchange(record_, {});
  expect_padding();
  switch (record_type_) {
    case 'L':
      next_.gnu_name = until_nul(text);
      return {};
    case 'K':
      next_.gnu_link = until_nul(text);
      return {};
    case 'x':
      return pax_records(text);
    default:
      // A global record: readers of layers take no notice of them, and git writes one with the
      // commit's name in it. It belongs to no entry.
      --records_;
      return {};
  }
}

result<> tar_reader::pax_records(std::string_view text) {
  while (!text.empty()) {
    std::size_t size = 0;
    auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), size);
    auto digits = static_cast<std::size_t>(end - text.data());
    if (bad != std::errc() || size > text.size() || size < digits + 3 || text[digits] != ' ' ||
        text[size - 1] != '\n')
      return fail("a pax record of the tar is damaged");
    std::string_view record = text.substr(digits + 1, size - digits - 2);
    auto equals = record.find('=');
    if (equals == 0 || equals == std::string_view::npos)
      return fail("a pax record of the tar has no name");
    TRY(pax_record(record.substr(0, equals), record.substr(equals + 1)));
    text.remove_prefix(size);
  }
  return {};
}

result<> tar_reader::pax_record(std::string_view key, std::string_view value) {
  auto text = [&](std::optional<std::string>& into) -> result<> {
    if (value.find('\0') != std::string_view::npos)
      return fail("the pax record " + std::string(key) + " has a NUL in it");
    // An empty value takes back what another record said.
    into = value.empty() ? std::nullopt : std::optional<std::string>(value);
    return {};
  };
  if (key == "path") return text(next_.name);
  if (key == "linkpath") return text(next_.link_target);
  if (key == "size") {
    next_.size = decimal_size(value);
    return next_.size || value.empty() ? result<>() : fail("a pax record's size is no number");
  }
  if (key == "mtime") {
    next_.modified = decimal_time(value);
    return next_.modified || value.empty() ? result<>() : fail("a pax record's time is no number");
  }
  if (key.starts_with("GNU.sparse.")) return sparse(next_.name.value_or("an entry"));
  constexpr std::string_view xattr = "SCHILY.xattr.";
  if (key.starts_with(xattr)) {
    std::string_view name = key.substr(xattr.size());
    if (name.empty() || name.find('\0') != std::string_view::npos)
      return fail("a pax record has an extended attribute without a name");
    next_.xattr_bytes += name.size() + value.size();
    if (next_.xattr_bytes > limits::xattrs_max_bytes)
      return fail("an entry has more than " + std::to_string(limits::xattrs_max_bytes) +
                  " bytes of extended attributes");
    next_.xattrs.emplace_back(name, value);
  }
  return {};
}

result<> tar_reader::begin_entry(std::string_view block, char type, std::uint64_t size) {
  overrides said = std::exchange(next_, {});
  records_ = 0;
  tar_item entry;
  entry.name = said.gnu_name ? *std::move(said.gnu_name)
               : said.name   ? *std::move(said.name)
                             : full_name(block);
  if (type == 'S') return sparse(entry.name);
  auto kind = kind_of(type, entry.name);
  if (!kind)
    return fail("the entry " + entry.name + " is of the kind " +
                std::to_string(static_cast<int>(type)) + ", which no layer has");
  entry.kind = *kind;
  if (entry.kind == item_kind::hard_link || entry.kind == item_kind::symbolic_link)
    entry.link_target = said.gnu_link      ? *std::move(said.gnu_link)
                        : said.link_target ? *std::move(said.link_target)
                                           : std::string(until_nul(tar_fields::link.in(block)));
  auto mode = number(tar_fields::mode.in(block));
  auto modified = number(tar_fields::mtime.in(block));
  if (!mode || *mode < 0 || !modified)
    return fail("the entry " + entry.name + " has a mode or a time that is no number");
  entry.mode = static_cast<std::uint32_t>(*mode) & 07777U;
  entry.modified = said.modified.value_or(timespec{.tv_sec = *modified, .tv_nsec = 0});
  entry.xattrs = std::move(said.xattrs);
  // Whatever else the header says, only files have content.
  if (entry.kind == item_kind::file) entry.size = said.size.value_or(size);
  TRY(visitor_.begin(entry));
  if (entry.kind != item_kind::file) return {};
  size_ = left_ = entry.size;
  state_ = expects::content;
  return left_ == 0 ? end_content() : result<>();
}

result<> tar_reader::end_content() {
  expect_padding();
  return visitor_.end();
}

}  // namespace lambent::oci
