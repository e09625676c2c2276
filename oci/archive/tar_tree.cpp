#include "oci/archive/tar_tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "oci/archive/tar_header.hpp"
#include "oci/archive/tar_reader.hpp"
#include "oci/limits.hpp"
#include "oci/pack/gzip.hpp"
#include "oci/temporary_file.hpp"

namespace lambent::oci {
namespace {

// An archive of an image holds layers and documents, not the files of the image.
constexpr std::size_t archive_entries_max = 16UL * 1024;
constexpr int links_max = 8;  // Behind each other.

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

// Takes down where the files of an archive are.
class member_list final : public tar_visitor {
public:
  result<> begin(const tar_item& item) override {
    if (++entries_ > archive_entries_max)
      return fail("it has more than " + std::to_string(archive_entries_max) + " entries");
    next_size = item.size;
    if (std::max(item.name.size(), item.link_target.size()) > limits::path_max_bytes)
      return fail("a name longer than a path may be");
    std::optional<std::string> key = plain(item.name);
    if (!key || key->empty()) return {};
    member entry{.offset = next_byte, .size = item.size, .link = {}};
    if (item.kind == item_kind::symbolic_link || item.kind == item_kind::hard_link) {
      std::string folder = item.kind == item_kind::symbolic_link ? *key + "/../" : "";
      std::optional<std::string> target = plain(folder + item.link_target);
      if (!target || target->empty() || item.link_target.starts_with('/')) return {};
      entry.link = *std::move(target);
    } else if (item.kind != item_kind::file) {
      return {};
    }
    members.insert_or_assign(*std::move(key), std::move(entry));
    return {};
  }
  result<> content(std::string_view) override { return {}; }
  result<> end() override { return {}; }

  std::uint64_t next_byte = 0;  // Behind the header that is read.
  std::uint64_t next_size = 0;  // Of the file that it was of.
  std::map<std::string, member> members;

private:
  std::size_t entries_ = 0;
};

// Reads the headers and leaves out what is between them.
result<std::map<std::string, member>> read_members(const std::shared_ptr<const fd>& file,
                                                   std::uint64_t size) {
  member_list found;
  tar_reader reader(found);
  for (std::uint64_t at = 0; at < size && !reader.ended();) {
    std::string where = "byte " + std::to_string(at);
    if (size - at < tar_block_bytes)
      return fail("it is truncated: it ends at byte " + std::to_string(size));
    std::string block =
        TRY(read_range({.file = file, .offset = at, .size = tar_block_bytes}, tar_block_bytes));
    at = found.next_byte = at + tar_block_bytes;
    found.next_size = 0;
    TRY_FOR(where, reader.feed(block));
    if (found.next_size > size - at)
      return fail(where + ": it is truncated: an entry of " + std::to_string(found.next_size) +
                  " bytes, of which " + std::to_string(size - at) + " are there");
    // The padding of the last file may be missing.
    at = std::min(size, at + TRY_FOR(where, reader.skip_content()));
  }
  TRY(reader.finish());
  return std::move(found.members);
}

result<std::uint64_t> size_of(const fd& file) {
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return sys_fail("look at it");
  if (!S_ISREG(status.st_mode)) return fail("it is not a regular file");
  return static_cast<std::uint64_t>(status.st_size);
}

result<fd> unpacked(const std::shared_ptr<const fd>& packed, std::uint64_t size) {
  fd out = TRY_FOR("unpack it", temporary_file());
  gzip_unpacker unpacker(
      [&](std::string_view piece) -> result<> {
        auto written = write_all(out.get(), piece);
        if (!written)
          return std::unexpected(
              in_context("unpack it", with_room_hint(std::move(written).error())));
        return {};
      },
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
  std::map<std::string, member> members = TRY(read_members(file, size));
  return std::make_unique<tar_tree>(path, std::move(file), std::move(members));
}

}  // namespace

result<std::unique_ptr<file_tree>> open_tar(const std::string& path) {
  fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return sys_fail("open the archive " + path);
  return TRY_FOR("archive " + path, open_opened(path, std::move(file)));
}

}  // namespace lambent::oci
