#include "crash_log.hpp"

#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "symbols.hpp"

namespace lambent {

crash_line& crash_line::operator<<(std::string_view text) noexcept {
  while (!text.empty()) {
    if (size_ == sizeof text_) flush();
    const std::size_t room = sizeof text_ - size_;
    const std::size_t part = text.size() < room ? text.size() : room;
    std::memcpy(text_ + size_, text.data(), part);
    size_ += part;
    text.remove_prefix(part);
  }
  return *this;
}

crash_line& crash_line::operator<<(unsigned long decimal) noexcept {
  char digits[20];
  const char* const end = std::to_chars(digits, digits + sizeof digits, decimal).ptr;
  return *this << std::string_view(digits, static_cast<std::size_t>(end - digits));
}

crash_line& crash_line::hex(std::uintptr_t number) noexcept {
  char digits[16];
  const char* const end = std::to_chars(digits, digits + sizeof digits, number, 16).ptr;
  return *this << "0x" << std::string_view(digits, static_cast<std::size_t>(end - digits));
}

void crash_line::flush() noexcept {
  const char* from = text_;
  while (size_ != 0) {
    const ssize_t done = ::write(STDERR_FILENO, from, size_);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) break;  // There is nobody else to tell.
    from += done;
    size_ -= static_cast<std::size_t>(done);
  }
  size_ = 0;
}

void write_stack(const call_stack& stack) noexcept {
  symbols reader;
  bool named = false;
  for (std::size_t i = 0; i < stack.size; ++i) {
    const std::size_t first = i;
    while (i + 1 < stack.size && stack.frames[i + 1] == stack.frames[first]) ++i;
    const code_place where = reader.find(stack.frames[first]);
    crash_line line;
    line << "  at ";
    if (!where.function.empty()) {
      named = true;
      const auto put = [](const char* text, std::size_t size, void* into) {
        *static_cast<crash_line*>(into) << std::string_view(text, size);
      };
      demangle_to(where.function, put, &line);
      line << " (";
    }
    if (!where.module.empty()) line << where.module << "+";
    line.hex(where.address);
    if (!where.function.empty()) line << ")";
    if (i != first) line << ", " << i - first + 1 << " times";
    line << "\n";
  }
  if (named || stack.size == 0) return;
  crash_line hint;
  hint << "lambent: hint: this program is stripped; `addr2line -Cfipe bootstrap ADDRESS...` on a "
          "build of the same code that is not names the calls\n";
}

}  // namespace lambent
