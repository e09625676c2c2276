#include "oci/archive/tar_tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "oci/archive/tar_header.hpp"
#include "oci/limits.hpp"
#include "oci/pack/gzip.hpp"

namespace lambent::oci {
namespace {

// An archive of an image holds layers and documents, not the files of the image.
constexpr std::size_t archive_entries_max = 16UL * 1024;
constexpr std::uint64_t extended_header_max_bytes = 1UL << 20;
constexpr int links_max = 8;  // Behind each other.

using header = std::array<char, tar_block_bytes>;

std::string_view field(const header& in, std::size_t at, std::size_t bytes) {
  std::string_view text(in.data() + at, bytes);
  return text.substr(0, text.find('\0'));
}

// Octal digits, perhaps with blanks around them, or a binary number.
std::optional<std::uint64_t> number_field(const header& in, std::size_t at, std::size_t bytes) {
  std::uint64_t out = 0;
  if ((static_cast<unsigned char>(in[at]) & 0x80) != 0) {
    for (std::size_t i = at; i < at + bytes; ++i) {
      auto byte = static_cast<unsigned char>(in[i]);
      if (i == at) byte &= 0x7f;
      if (out >> 55 != 0) return std::nullopt;
      out = (out << 8) | byte;
    }
    return out;
  }
  std::string_view text(in.data() + at, bytes);
  std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return 0;
  for (char c : text.substr(begin)) {
    if (c == '\0' || c == ' ') break;
    if (c < '0' || c > '7' || out >> 60 != 0) return std::nullopt;
    out = out * 8 + static_cast<unsigned>(c - '0');
  }
  return out;
}

bool checksum_fits(const header& in) {
  constexpr std::size_t at = 148;
  constexpr std::size_t bytes = 8;
  std::uint64_t sum = bytes * ' ';
  for (std::size_t i = 0; i < in.size(); ++i)
    if (i < at || i >= at + bytes) sum += static_cast<unsigned char>(in[i]);
  return number_field(in, at, bytes) == sum;
}

// "./a//b/../c" as "a/c"; nothing when it climbs out.
std::optional<std::string> plain(std::string_view name) {
  std::vector<std::string_view> steps;
  while (!name.empty()) {
    std::size_t slash = std::min(name.find('/'), name.size());
    std::string_view step = name.substr(0, slash);
    name.remove_prefix(std::min(slash + 1, name.size()));
    if (step.empty() || step == ".") continue;
    if (step != "..") {
      steps.push_back(step);
    } else if (steps.empty()) {
      return std::nullopt;
    } else {
      steps.pop_back();
    }
  }
  std::string out;
  for (std::string_view step : steps) out.append(out.empty() ? "" : "/").append(step);
  return out;
}

struct member {
  std::uint64_t offset = 0, size = 0;
  std::string link;  // The name of another member, when it is a link.
};

class tar_tree final : public file_tree {
public:
  tar_tree(std::string path, std::shared_ptr<const fd> file, std::map<std::string, member> members)
      : path_(std::move(path)), file_(std::move(file)), members_(std::move(members)) {}

  [[nodiscard]] const std::string& where() const override { return path_; }

  [[nodiscard]] result<file_range> open(std::string_view name) const override {
    auto found = members_.find(plain(name).value_or(""));
    for (int i = 0; found != members_.end() && !found->second.link.empty() && i < links_max; ++i)
      found = members_.find(found->second.link);
    if (found == members_.end() || !found->second.link.empty())
      return sys_fail("open " + std::string(name) + " in " + path_, ENOENT);
    return file_range{.file = file_, .offset = found->second.offset, .size = found->second.size};
  }

private:
  std::string path_;
  std::shared_ptr<const fd> file_;
  std::map<std::string, member> members_;
};

// Reads an archive's headers one after the other.
class tar_reader {
public:
  tar_reader(std::shared_ptr<const fd> file, std::uint64_t size)
      : file_(std::move(file)), size_(size) {}

  result<std::map<std::string, member>> read_all() {
    for (std::size_t entries = 0; TRY(read_one()); ++entries)
      if (entries == archive_entries_max)
        return fail("it has more than " + std::to_string(archive_entries_max) + " entries");
    return std::move(members_);
  }

private:
  // Whether there was another entry.
  result<bool> read_one() {
    if (at_ == size_) return false;  // Some writers leave the two blocks of zeros out.
    header block = TRY(read_block());
    if (std::ranges::all_of(block, [](char c) { return c == '\0'; })) return false;
    std::string where = "byte " + std::to_string(at_ - tar_block_bytes);
    if (!checksum_fits(block)) return fail(where + ": is no header of a tar archive");
    auto size = number_field(block, 124, 12);
    if (!size) return fail(where + ": the size is no number");
    char type = block[156];
    if (type == 'x' || type == 'L' || type == 'K' || type == 'g')
      TRY_FOR(where, read_extension(type, *size));
    else
      TRY_FOR(where, add(block, type, size_from_pax_.value_or(*size)));
    return true;
  }

  result<header> read_block() {
    header out{};
    std::string bytes = TRY(bytes_at(at_, out.size()));
    std::ranges::copy(bytes, out.begin());
    at_ += out.size();
    return out;
  }

  result<std::string> bytes_at(std::uint64_t offset, std::uint64_t size) const {
    if (size > size_ || offset > size_ - size)
      return fail("it is truncated: it ends at byte " + std::to_string(size_));
    return read_range({.file = file_, .offset = offset, .size = size}, size);
  }

  // Behind the content of an entry, and the zeros that make its block whole.
  result<> skip(std::uint64_t size) {
    if (size > size_ - at_)
      return fail("it is truncated: an entry of " + std::to_string(size) + " bytes, of which " +
                  std::to_string(size_ - at_) + " are there");
    at_ += size;
    at_ = std::min(size_, (at_ + tar_block_bytes - 1) / tar_block_bytes * tar_block_bytes);
    return {};
  }

  result<> read_extension(char type, std::uint64_t size) {
    if (size > extended_header_max_bytes)
      return fail("an extended header of " + std::to_string(size) + " bytes");
    std::string content = TRY(bytes_at(at_, size));
    TRY(skip(size));
    if (type == 'g') return {};  // For all that follow; nothing in it names a file.
    if (type == 'x') return read_pax(content);
    std::string text = content.substr(0, content.find('\0'));
    (type == 'L' ? next_name_ : next_link_) = std::move(text);
    return {};
  }

  result<> read_pax(std::string_view records) {
    while (!records.empty()) {
      std::size_t blank = records.find(' ');
      std::uint64_t length = 0;
      for (char c : records.substr(0, std::min(blank, std::size_t{10}))) {
        if (c < '0' || c > '9') return fail("a pax record without a length");
        length = length * 10 + static_cast<unsigned>(c - '0');
      }
      if (blank == std::string_view::npos || length > records.size() || length < blank + 2 ||
          records[length - 1] != '\n')
        return fail("a pax record of a wrong length");
      std::string_view record = records.substr(blank + 1, length - blank - 2);
      records.remove_prefix(length);
      std::size_t equals = record.find('=');
      if (equals == std::string_view::npos) return fail("a pax record without '='");
      TRY(use_pax(record.substr(0, equals), record.substr(equals + 1)));
    }
    return {};
  }

  result<> use_pax(std::string_view key, std::string_view value) {
    if (key == "path") next_name_ = value;
    if (key == "linkpath") next_link_ = value;
    if (key == "size") {
      std::uint64_t size = 0;
      for (char c : value) {
        if (c < '0' || c > '9' || size > UINT64_MAX / 100) return fail("a pax size of no number");
        size = size * 10 + static_cast<unsigned>(c - '0');
      }
      size_from_pax_ = size;
    }
    if (key.starts_with("GNU.sparse."))
      return fail("a sparse file, which an image archive has not");
    return {};
  }

  result<> add(const header& block, char type, std::uint64_t size) {
    std::string name(field(block, 0, 100));
    bool ustar = field(block, 257, 6).starts_with("ustar") && block[262] == '\0';
    if (std::string_view prefix = field(block, 345, 155); ustar && !prefix.empty())
      name = std::string(prefix) + "/" + name;
    if (next_name_) name = *std::exchange(next_name_, std::nullopt);
    std::string link(field(block, 157, 100));
    if (next_link_) link = *std::exchange(next_link_, std::nullopt);
    size_from_pax_.reset();
    if (name.size() > limits::path_max_bytes) return fail("a name longer than a path may be");
    bool is_link = type == '1' || type == '2';
    bool is_file = type == '0' || type == '\0' || type == '7';
    if (type == 'S') return fail("a sparse file, which an image archive has not");
    std::uint64_t offset = at_;
    if (!is_link) TRY(skip(size));
    std::optional<std::string> key = plain(name);
    if (!key || key->empty() || (!is_link && !is_file)) return {};
    member entry{.offset = offset, .size = size, .link = {}};
    if (is_link) {
      std::string folder = type == '2' ? *key + "/../" : "";
      std::optional<std::string> target = plain(folder + link);
      if (!target || target->empty() || link.starts_with('/')) return {};
      entry.link = *std::move(target);
    }
    members_.insert_or_assign(*std::move(key), std::move(entry));
    return {};
  }

  std::shared_ptr<const fd> file_;
  std::uint64_t size_;
  std::uint64_t at_ = 0;
  std::optional<std::string> next_name_, next_link_;
  std::optional<std::uint64_t> size_from_pax_;
  std::map<std::string, member> members_;
};

result<std::uint64_t> size_of(const fd& file) {
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return sys_fail("look at it");
  if (!S_ISREG(status.st_mode)) return fail("it is not a regular file");
  return static_cast<std::uint64_t>(status.st_size);
}

result<fd> temporary_file() {
  const char* configured = std::getenv("TMPDIR");
  std::string folder = configured == nullptr || *configured == '\0' ? "/tmp" : configured;
  std::string name = folder + "/lambent-archive-XXXXXX";
  fd out(::mkostemp(name.data(), O_CLOEXEC));
  if (!out) return sys_fail("create a file in " + folder);
  ::unlink(name.c_str());
  return out;
}

result<fd> unpacked(const std::shared_ptr<const fd>& packed, std::uint64_t size) {
  fd out = TRY(temporary_file());
  gzip_unpacker unpacker(
      [&out](std::string_view piece) -> result<> { return write_all(out.get(), piece); },
      limits::unpacked_max_bytes);
  TRY(read_range({.file = packed, .offset = 0, .size = size},
                 [&](std::string_view piece) { return unpacker.add(piece); }));
  TRY(unpacker.finish());
  return out;
}

result<std::unique_ptr<file_tree>> open_opened(const std::string& path, fd opened) {
  std::uint64_t size = TRY(size_of(opened));
  auto file = std::make_shared<const fd>(std::move(opened));
  std::string first =
      TRY(read_range({.file = file, .offset = 0, .size = std::min<std::uint64_t>(size, 4)}, 4));
  if (is_gzip(first)) {
    file = std::make_shared<const fd>(TRY(unpacked(file, size)));
    size = TRY(size_of(*file));
  } else if (is_zstd(first)) {
    return fail("it is packed with zstd", "unpack it first: zstd -d");
  }
  tar_reader reader(file, size);
  std::map<std::string, member> members = TRY(reader.read_all());
  return std::make_unique<tar_tree>(path, std::move(file), std::move(members));
}

}  // namespace

result<std::unique_ptr<file_tree>> open_tar(const std::string& path) {
  fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return sys_fail("open the archive " + path);
  return TRY_FOR("archive " + path, open_opened(path, std::move(file)));
}

}  // namespace lambent::oci
