// What a crash leaves in the log: a line that says what happened, and the stack. Written to stderr
// piece by piece and without allocating, as a signal handler must.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "call_stack.hpp"

namespace lambent {

// Collects a line and writes it whole; one longer than the buffer goes out in parts.
class crash_line {
public:
  crash_line() = default;
  ~crash_line() { flush(); }
  crash_line(const crash_line&) = delete;
  crash_line& operator=(const crash_line&) = delete;

  crash_line& operator<<(std::string_view text) noexcept;
  crash_line& operator<<(unsigned long decimal) noexcept;
  crash_line& hex(std::uintptr_t number) noexcept;
  void flush() noexcept;

private:
  char text_[512];
  std::size_t size_ = 0;
};

// A line for each call, and how to find the names where the program has none.
void write_stack(const call_stack& stack) noexcept;

}  // namespace lambent
