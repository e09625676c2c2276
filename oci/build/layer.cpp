#include "oci/build/layer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <map>
#include <string_view>
#include <utility>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "oci/archive/tar_header.hpp"
#include "oci/layout/file_tree.hpp"
#include "oci/limits.hpp"
#include "oci/media_type.hpp"
#include "oci/pack/gzip.hpp"

namespace lambent::oci {
namespace {

namespace fs = std::filesystem;

constexpr unsigned folder_mode = 0755;
// https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
constexpr std::string_view whiteout_prefix = ".wh.";
// The last second that a tar header without extensions holds: in the year 2242.
constexpr std::int64_t mtime_max = (1LL << 33) - 1;

result<> check_path(std::string_view path) {
  std::string doing = "'" + std::string(path.substr(0, 256)) + "' in a layer";
  if (path.empty() || path.size() > limits::path_max_bytes)
    return fail(doing + ": has " + std::to_string(path.size()) + " bytes; 1 to " +
                std::to_string(limits::path_max_bytes) + " are possible");
  if (path.find('\0') != std::string_view::npos) return fail(doing + ": has a NUL in it");
  std::size_t depth = 0;
  for (std::size_t begin = 0; begin <= path.size();) {
    std::size_t end = std::min(path.find('/', begin), path.size());
    std::string_view step = path.substr(begin, end - begin);
    if (step.empty() || step == "." || step == "..") return fail(doing + ": is no plain path");
    if (step.starts_with(whiteout_prefix))
      return fail(
          doing + ": who unpacks a layer takes names that begin with .wh. for what it removes",
          "rename it, or leave it out");
    begin = end + 1;
    ++depth;
  }
  if (depth > limits::path_depth_max)
    return fail(doing + ": has more than " + std::to_string(limits::path_depth_max) + " folders");
  return {};
}

using entry_map = std::map<std::string, layer_entry>;

// Layers list a folder before what is in it, as sorting does: a name comes before those it begins.
result<> add_folders_above(const std::string& path, entry_map& all) {
  for (std::size_t slash = path.find('/'); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    std::string above = path.substr(0, slash);
    auto [found, is_new] = all.try_emplace(above);
    if (is_new)
      found->second = {
          .path = above, .what = layer_entry::kind::folder, .mode = folder_mode, .content = {}};
    if (found->second.what != layer_entry::kind::folder)
      return fail("'" + path + "' in a layer: '" + above + "' is no folder");
  }
  return {};
}

result<entry_map> sorted(std::vector<layer_entry> entries) {
  entry_map all;
  for (layer_entry& each : entries) {
    TRY(check_path(each.path));
    std::string path = each.path;
    if (!all.try_emplace(path, std::move(each)).second)
      return fail("'" + path + "' is in a layer twice");
  }
  std::vector<std::string> paths;
  for (const auto& [path, entry] : all) paths.push_back(path);
  for (const std::string& path : paths) TRY(add_folders_above(path, all));
  return all;
}

// The tar's bytes on their way into the packed file; both are hashed as they pass.
class layer_writer {
public:
  layer_writer(const fd& file, std::int64_t mtime, const std::function<bool()>& give_up)
      : file_(file),
        mtime_(mtime),
        give_up_(give_up),
        packer_([this](std::string_view piece) { return packed(piece); }) {}
  layer_writer(const layer_writer&) = delete;
  layer_writer& operator=(const layer_writer&) = delete;

  result<> add(const layer_entry& entry) {
    switch (entry.what) {
      case layer_entry::kind::folder:
        return plain(tar_header({.name = entry.path,
                                 .kind = tar_kind::folder,
                                 .mode = entry.mode,
                                 .mtime = mtime_,
                                 .link = {}}));
      case layer_entry::kind::symbolic_link:
        return plain(tar_header({.name = entry.path,
                                 .kind = tar_kind::symbolic_link,
                                 .mode = 0777,
                                 .mtime = mtime_,
                                 .link = entry.content}));
      case layer_entry::kind::file:
        break;
    }
    return entry.source.empty() ? add_bytes(entry) : add_source(entry);
  }

  result<built_layer> finish() {
    TRY(plain(tar_end()));
    TRY(packer_.finish());
    return built_layer{.blob = {.media_type = std::string(media_type::layer_gzip),
                                .digest = packed_hash_.finish(),
                                .size = packed_bytes_},
                       .diff_id = plain_hash_.finish(),
                       .unpacked = plain_bytes_};
  }

private:
  result<> plain(std::string_view bytes) {
    if (give_up_ && give_up_()) return sys_fail("given up", ECANCELED);
    plain_hash_.add(bytes);
    plain_bytes_ += bytes.size();
    if (plain_bytes_ > limits::unpacked_max_bytes)
      return fail("the layer is larger than the " + std::to_string(limits::unpacked_max_bytes) +
                  " bytes that an image may have");
    return packer_.add(bytes);
  }

  result<> packed(std::string_view bytes) {
    packed_hash_.add(bytes);
    packed_bytes_ += bytes.size();
    return write_all(file_.get(), bytes);
  }

  std::string header_of_file(const layer_entry& entry, std::uint64_t size) const {
    return tar_header({.name = entry.path,
                       .kind = tar_kind::file,
                       .mode = entry.mode,
                       .size = size,
                       .mtime = mtime_,
                       .link = {}});
  }

  result<> add_bytes(const layer_entry& entry) {
    TRY(plain(header_of_file(entry, entry.content.size())));
    TRY(plain(entry.content));
    return plain(tar_padding(entry.content.size()));
  }

  result<> add_source(const layer_entry& entry) {
    std::string doing = "read " + entry.source.string();
    fd file(::open(entry.source.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) return sys_fail(doing);
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return sys_fail(doing);
    if (!S_ISREG(status.st_mode)) return fail(doing + ": is not a regular file");
    auto size = static_cast<std::uint64_t>(status.st_size);
    TRY(plain(header_of_file(entry, size)));
    file_range whole{
        .file = std::make_shared<const fd>(std::move(file)), .offset = 0, .size = size};
    TRY_FOR(doing, read_range(whole, [this](std::string_view piece) { return plain(piece); }));
    return plain(tar_padding(size));
  }

  const fd& file_;
  std::int64_t mtime_;
  const std::function<bool()>& give_up_;
  hasher plain_hash_, packed_hash_;
  std::uint64_t plain_bytes_ = 0, packed_bytes_ = 0;
  gzip_packer packer_;
};

class folder_reader {
public:
  explicit folder_reader(fs::path root) : root_(std::move(root)) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as path_depth_max at most.
  result<> add_all(const fs::path& below, std::size_t depth) {
    if (depth > limits::path_depth_max)
      return fail((root_ / below).string() + ": there are more than " +
                  std::to_string(limits::path_depth_max) + " folders in each other");
    std::error_code ec;
    std::vector<fs::path> names;
    for (fs::directory_iterator at(root_ / below, ec), end; at != end && !ec; at.increment(ec))
      names.push_back(at->path().filename());
    if (ec) return sys_fail("read the folder " + (root_ / below).string(), ec.value());
    for (const fs::path& name : names) TRY(add(below / name, depth));
    return {};
  }

  std::vector<layer_entry> take() { return std::move(entries_); }

private:
  // NOLINTNEXTLINE(misc-no-recursion)
  result<> add(const fs::path& path, std::size_t depth) {
    fs::path full = root_ / path;
    struct stat status{};
    if (::lstat(full.c_str(), &status) != 0) return sys_fail("look at " + full.string());
    if (entries_.size() == limits::entries_max)
      return fail(root_.string() + ": there are more than " + std::to_string(limits::entries_max) +
                  " files");
    layer_entry entry{
        .path = path.generic_string(), .mode = status.st_mode & 07777U, .content = {}};
    if (S_ISDIR(status.st_mode)) {
      entry.what = layer_entry::kind::folder;
      entries_.push_back(std::move(entry));
      return add_all(path, depth + 1);
    }
    if (S_ISLNK(status.st_mode)) {
      std::error_code ec;
      entry.what = layer_entry::kind::symbolic_link;
      entry.content = fs::read_symlink(full, ec).string();
      if (ec) return sys_fail("read the link " + full.string(), ec.value());
    } else if (S_ISREG(status.st_mode)) {
      entry.source = full;
    } else {
      return fail(full.string() + " is a device, a socket or a pipe, which an image cannot hold");
    }
    entries_.push_back(std::move(entry));
    return {};
  }

  fs::path root_;
  std::vector<layer_entry> entries_;
};

}  // namespace

result<built_layer> write_layer(std::vector<layer_entry> entries, std::int64_t mtime,
                                const fd& into, const std::function<bool()>& give_up) {
  const entry_map all = TRY(sorted(std::move(entries)));
  layer_writer writer(into, mtime, give_up);
  for (const auto& [path, entry] : all) TRY(writer.add(entry));
  return writer.finish();
}

result<std::vector<layer_entry>> entries_of_folder(const fs::path& folder) {
  folder_reader reader(folder);
  TRY(reader.add_all({}, 0));
  return reader.take();
}

result<std::int64_t> source_date() {
  const char* text = std::getenv("SOURCE_DATE_EPOCH");
  if (text == nullptr || *text == '\0') return 0;
  std::string_view digits = text;
  std::int64_t seconds = 0;
  auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (ec != std::errc() || end != digits.data() + digits.size() || seconds < 0 ||
      seconds > mtime_max)
    return fail("SOURCE_DATE_EPOCH is '" + std::string(digits) + "', not seconds since 1970",
                "as in SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)");
  return seconds;
}

}  // namespace lambent::oci
