#include "sandbox/root/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>

namespace lambent::sandbox {

namespace {

constexpr std::size_t text_bytes_max = std::size_t{1024} * 1024;

result<> write_all(int file, const std::string& path, std::string_view text) {
  ssize_t size = -1;
  do {
    size = ::write(file, text.data(), text.size());
  } while (size < 0 && errno == EINTR);
  if (size < 0) return sys_fail("write '" + std::string(text) + "' to " + path);
  return {};
}

}  // namespace

result<std::string> read_text(const std::string& path) {
  fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return sys_fail("read " + path);
  std::string text;
  std::array<char, 4096> buffer;
  while (text.size() < text_bytes_max) {
    ssize_t size = ::read(file.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return sys_fail("read " + path);
    if (size == 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return text;
}

result<> write_text(const std::string& path, std::string_view text) {
  fd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file) return sys_fail("open " + path);
  return write_all(file.get(), path, text);
}

void control_file::open_ahead() {
  if (!path_.empty()) open_.reset(::open(path_.c_str(), O_WRONLY | O_CLOEXEC));
}

result<> control_file::write(std::string_view text) {
  if (path_.empty()) return {};
  if (!open_) return write_text(path_, text);
  result<> written = write_all(open_.get(), path_, text);
  open_.reset();
  return written;
}

}  // namespace lambent::sandbox
