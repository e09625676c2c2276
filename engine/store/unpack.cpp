#include "engine/store/unpack.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "base/zip_reader.hpp"

namespace lambent::store {
namespace {

using outcome = std::expected<void, unpack_error>;

constexpr std::size_t name_max_bytes = 4096;
constexpr std::size_t link_max_bytes = 4096;
constexpr std::size_t piece_bytes = 64 * 1024;

std::unexpected<unpack_error> bad(unpack_failure kind, std::string what) {
  return std::unexpected(unpack_error{kind, {std::move(what), 0, {}}});
}

std::unexpected<unpack_error> corrupt(std::string what) {
  return bad(unpack_failure::corrupt, std::move(what));
}

std::unexpected<unpack_error> system_failed(const std::string& doing) {
  return std::unexpected(unpack_error{unpack_failure::system, sys_fail(doing).error()});
}

// The components of a name, or nothing when the name would leave the tree or hides something.
std::optional<std::vector<std::string>> components(std::string_view name) {
  if (name.empty() || name.size() > name_max_bytes || name.front() == '/') return std::nullopt;
  if (name.find('\\') != std::string_view::npos || name.find('\0') != std::string_view::npos)
    return std::nullopt;
  std::vector<std::string> parts;
  while (!name.empty()) {
    std::string_view part = name.substr(0, name.find('/'));
    name.remove_prefix(std::min(part.size() + 1, name.size()));
    if (part == "..") return std::nullopt;
    if (!part.empty() && part != ".") parts.emplace_back(part);
  }
  return parts;
}

// Whether following `target` from the directory `depth` levels down stays inside the tree.
bool link_stays_inside(std::string_view target, std::size_t depth) {
  if (target.empty() || target.front() == '/' || target.find('\0') != std::string_view::npos)
    return false;
  auto level = static_cast<std::ptrdiff_t>(depth);
  while (!target.empty()) {
    std::string_view part = target.substr(0, target.find('/'));
    target.remove_prefix(std::min(part.size() + 1, target.size()));
    if (part == "..")
      --level;
    else if (!part.empty() && part != ".")
      ++level;
    if (level < 0) return false;
  }
  return true;
}

class unpacker {
public:
  unpacker(const zip_reader& archive, int dir, const unpack_limits& limits)
      : archive_(archive), root_(dir), left_(limits.bytes_max) {}

  outcome write_entry(std::uint64_t index);
  // Links come last: while files are written, the tree holds none that a name could pass through.
  outcome write_links();

private:
  struct link {
    std::vector<std::string> at;
    std::string target;
  };

  std::expected<fd, unpack_error> open_parent(const std::vector<std::string>& parts,
                                              std::size_t count);
  outcome write_file(std::uint64_t index, const std::vector<std::string>& parts, mode_t mode);
  outcome read_link(std::uint64_t index, std::vector<std::string> parts);
  outcome count(std::size_t bytes);

  const zip_reader& archive_;
  int root_;
  std::uint64_t left_;
  std::set<std::string> seen_;
  std::vector<link> links_;
};

// Opens the directory made of the first `count` parts, creating what is missing with mode 0755.
std::expected<fd, unpack_error> unpacker::open_parent(const std::vector<std::string>& parts,
                                                      std::size_t count) {
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  fd at(::openat(root_, ".", flags));
  for (std::size_t i = 0; at && i < count; ++i) {
    const char* part = parts[i].c_str();
    if (::mkdirat(at.get(), part, 0755) == 0) {
      // The umask of the engine must not take bits away that the sandbox's user needs.
      if (::fchmodat(at.get(), part, 0755, 0) != 0) return system_failed("chmod " + parts[i]);
    } else if (errno != EEXIST) {
      if (errno == ENAMETOOLONG) return corrupt("a name is too long");
      return system_failed("create directory " + parts[i]);
    }
    fd next(::openat(at.get(), part, flags));
    if (!next && (errno == ENOTDIR || errno == ELOOP))
      return corrupt(parts[i] + " is both a file and a directory");
    at = std::move(next);
  }
  if (!at) return system_failed("open a directory of the code");
  return at;
}

outcome unpacker::count(std::size_t bytes) {
  if (bytes > left_) return bad(unpack_failure::too_big, "the code is too big unpacked");
  left_ -= bytes;
  return {};
}

outcome unpacker::write_file(std::uint64_t index, const std::vector<std::string>& parts,
                             mode_t mode) {
  auto parent = open_parent(parts, parts.size() - 1);
  if (!parent) return std::unexpected(parent.error());
  fd file(::openat(parent->get(), parts.back().c_str(),
                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file && (errno == EEXIST || errno == ENAMETOOLONG))
    return corrupt("two entries are called " + parts.back());
  if (!file) return system_failed("create " + parts.back());

  auto stream = archive_.open_entry(index);
  if (!stream) return std::unexpected(unpack_error{unpack_failure::corrupt, stream.error()});
  std::vector<char> piece(piece_bytes);
  for (;;) {
    auto got = stream->read(piece.data(), piece.size());
    if (!got) return std::unexpected(unpack_error{unpack_failure::corrupt, got.error()});
    if (*got == 0) break;
    if (auto counted = count(*got); !counted) return counted;
    for (std::size_t done = 0; done < *got;) {
      auto wrote = ::write(file.get(), piece.data() + done, *got - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return system_failed("write " + parts.back());
      done += static_cast<std::size_t>(wrote);
    }
  }
  if (::fchmod(file.get(), mode) != 0) return system_failed("chmod " + parts.back());
  if (::fdatasync(file.get()) != 0) return system_failed("sync " + parts.back());
  return {};
}

outcome unpacker::read_link(std::uint64_t index, std::vector<std::string> parts) {
  auto stream = archive_.open_entry(index);
  if (!stream) return std::unexpected(unpack_error{unpack_failure::corrupt, stream.error()});
  std::string target;
  std::array<char, link_max_bytes + 1> piece;
  for (;;) {
    auto got = stream->read(piece.data(), piece.size());
    if (!got) return std::unexpected(unpack_error{unpack_failure::corrupt, got.error()});
    if (*got == 0) break;
    target.append(piece.data(), *got);
    if (target.size() > link_max_bytes) return corrupt("a symbolic link is too long");
  }
  if (auto counted = count(target.size()); !counted) return counted;
  if (!link_stays_inside(target, parts.size() - 1))
    return corrupt("the symbolic link " + parts.back() + " points outside of the archive");
  links_.push_back({std::move(parts), std::move(target)});
  return {};
}

outcome unpacker::write_entry(std::uint64_t index) {
  auto entry = archive_.entry(index);
  if (!entry) return std::unexpected(unpack_error{unpack_failure::corrupt, entry.error()});
  auto parts = components(entry->name);
  if (!parts) return corrupt("the entry " + entry->name + " would leave the archive");
  if (entry->encrypted) return corrupt("the entry " + entry->name + " is encrypted");
  if (entry->size > left_) return count(std::size_t{left_} + 1);

  mode_t type = entry->unix_mode & S_IFMT;
  bool directory = entry->name.ends_with('/') || type == S_IFDIR;
  if (parts->empty()) return directory ? outcome{} : corrupt("an entry has no name");
  if (directory) {
    auto made = open_parent(*parts, parts->size());
    if (!made) return std::unexpected(made.error());
    return {};
  }
  std::string path;
  for (const auto& part : *parts) path += "/" + part;
  if (!seen_.insert(std::move(path)).second)
    return corrupt("two entries are called " + entry->name);
  if (type == S_IFLNK) return read_link(index, std::move(*parts));
  if (type != 0 && type != S_IFREG)
    return corrupt("the entry " + entry->name + " is neither a file, a directory nor a link");
  // Without Unix modes AWS's own unpacking gives everybody reading and execution.
  mode_t mode = type == 0 && entry->unix_mode == 0 ? 0755 : (entry->unix_mode & 0777) | 0400;
  return write_file(index, *parts, mode);
}

outcome unpacker::write_links() {
  for (const auto& made : links_) {
    auto parent = open_parent(made.at, made.at.size() - 1);
    if (!parent) return std::unexpected(parent.error());
    if (::symlinkat(made.target.c_str(), parent->get(), made.at.back().c_str()) != 0) {
      if (errno == EEXIST || errno == ENAMETOOLONG)
        return corrupt("two entries are called " + made.at.back());
      return system_failed("create the symbolic link " + made.at.back());
    }
  }
  return {};
}

}  // namespace

outcome unpack(std::string_view zip, int dir, const unpack_limits& limits) {
  auto archive = zip_reader::open(zip);
  if (!archive) return std::unexpected(unpack_error{unpack_failure::corrupt, archive.error()});
  if (archive->entry_count() > limits.entries_max) return corrupt("the zip has too many entries");
  unpacker work(*archive, dir, limits);
  for (std::uint64_t index = 0; index < archive->entry_count(); ++index)
    if (auto written = work.write_entry(index); !written) return written;
  return work.write_links();
}

}  // namespace lambent::store
