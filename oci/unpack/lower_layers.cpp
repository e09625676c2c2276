#include "oci/unpack/lower_layers.hpp"

#include <fcntl.h>
#include <sys/xattr.h>

#include <array>
#include <cerrno>
#include <vector>

#include "base/files.hpp"
#include "oci/limits.hpp"
#include "oci/unpack/overlay_marks.hpp"

namespace lambent::oci {
namespace {

enum class answer : std::uint8_t { here, look_below, gone };

// `found` is filled when the answer is `here`.
result<answer> look_in(const std::filesystem::path& layer, const tree_path& path,
                       lower_file& found) {
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  fd at(::open(layer.c_str(), flags));
  if (!at) return sys_fail("open the layer " + layer.string());
  bool hides_below = is_opaque(at.get());
  std::string whole = path.text();
  auto parts = components(whole);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string part(parts[i]);
    struct stat about{};
    if (::fstatat(at.get(), part.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno != ENOENT) return sys_fail("look for " + whole + " in " + layer.string());
      return hides_below ? answer::gone : answer::look_below;
    }
    if (is_whiteout(about)) return answer::gone;
    if (i + 1 == parts.size()) {
      found = {std::move(at), std::move(part), about};
      return answer::here;
    }
    if (!S_ISDIR(about.st_mode)) return answer::gone;
    fd next(::openat(at.get(), part.c_str(), flags));
    if (!next) return sys_fail("look for " + whole + " in " + layer.string());
    at = std::move(next);
    hides_below = hides_below || is_opaque(at.get());
  }
  return answer::gone;
}

result<> copy_xattrs(int from, int to) {
  std::array<char, limits::xattrs_max_bytes> names{}, value{};
  auto size = ::flistxattr(from, names.data(), names.size());
  if (size < 0) return errno == ENOTSUP ? result<>() : sys_fail("list extended attributes");
  std::string_view left(names.data(), static_cast<std::size_t>(size));
  while (!left.empty()) {
    std::string name(left.substr(0, left.find('\0')));
    left.remove_prefix(name.size() + 1);
    if (!name.starts_with("user.")) continue;
    auto bytes = ::fgetxattr(from, name.c_str(), value.data(), value.size());
    if (bytes < 0 ||
        ::fsetxattr(to, name.c_str(), value.data(), static_cast<std::size_t>(bytes), 0) != 0)
      return sys_fail("copy the extended attribute " + name);
  }
  return {};
}

}  // namespace

result<std::optional<lower_file>> find_in_layers(std::span<const std::filesystem::path> layers,
                                                 const tree_path& path) {
  lower_file found;
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    auto looked = TRY(look_in(*layer, path, found));
    if (looked == answer::here) return found;
    if (looked == answer::gone) break;
  }
  return std::nullopt;
}

result<> copy_file(const lower_file& from, int to) {
  fd file(::openat(from.folder.get(), from.name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file) return sys_fail("open " + from.name);
  std::vector<char> piece(256UL * 1024);
  for (;;) {
    auto got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return sys_fail("read " + from.name);
    if (got == 0) break;
    TRY(write_all(to, {piece.data(), static_cast<std::size_t>(got)}));
  }
  TRY(copy_xattrs(file.get(), to));
  std::array times{from.about.st_mtim, from.about.st_mtim};
  if (::fchmod(to, from.about.st_mode & 0777U) != 0 || ::futimens(to, times.data()) != 0)
    return sys_fail("set mode and time");
  return {};
}

}  // namespace lambent::oci
