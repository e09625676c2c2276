#include "base/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/fd.hpp"

namespace lambent {
namespace {

result<> make_folders(const std::filesystem::path& path) {
  std::error_code ec;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ec);
  if (ec) return sys_fail("create folder " + path.parent_path().string(), ec.value());
  return {};
}

}  // namespace

result<> read_pieces(int file, std::uint64_t offset, std::uint64_t size,
                     const std::function<result<>(std::string_view)>& to) {
  constexpr std::uint64_t piece_bytes = 1024ULL * 1024;
  std::string piece(std::min(piece_bytes, size), '\0');
  for (std::uint64_t done = 0; done < size;) {
    const std::size_t wanted = std::min<std::uint64_t>(piece.size(), size - done);
    const ssize_t got = ::pread(file, piece.data(), wanted, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return sys_fail("read");
    if (got == 0)
      return fail("the file ends after " + std::to_string(done) + " bytes of " +
                  std::to_string(size));
    TRY(to({piece.data(), static_cast<std::size_t>(got)}));
    done += static_cast<std::uint64_t>(got);
  }
  return {};
}

result<> write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = ::write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return sys_fail("write");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

result<std::string> read_file(const std::filesystem::path& path, std::uint64_t bytes_max) {
  std::string doing = "read " + (path == "-" ? std::string("stdin") : path.string());
  fd opened;
  if (path != "-") {
    opened.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened) return sys_fail(doing);
  }
  int file = opened ? opened.get() : STDIN_FILENO;
  std::string out;
  std::string chunk(64UL * 1024, '\0');
  while (true) {
    ssize_t n = ::read(file, chunk.data(), chunk.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return sys_fail(doing);
    if (n == 0) return out;
    out.append(chunk.data(), static_cast<std::size_t>(n));
    if (out.size() > bytes_max)
      return fail(doing + ": it is larger than " + std::to_string(bytes_max) + " bytes");
  }
}

result<> create_file(const std::filesystem::path& path, std::string_view content) {
  TRY(make_folders(path));
  fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file) return sys_fail("create " + path.string());
  TRY_FOR("create " + path.string(), write_all(file.get(), content));
  return {};
}

result<> replace_file(const std::filesystem::path& path, std::string_view content, unsigned mode) {
  TRY(make_folders(path));
  std::string doing = "write " + path.string();
  std::string temporary = path.string() + ".part";
  {
    fd file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (!file) return sys_fail(doing);
    TRY_FOR(doing, write_all(file.get(), content));
    if (::fchmod(file.get(), mode) != 0) return sys_fail(doing);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return sys_fail(doing);
  return {};
}

}  // namespace lambent
