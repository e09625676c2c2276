// Where a thread is: an address inside each of its calls, found by the unwinder that every C++
// program carries. Nothing here allocates or locks; the unwinder itself does, once per process.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lambent {

inline constexpr std::size_t stack_frames_max = 64;

struct call_stack {
  std::uintptr_t frames[stack_frames_max] = {};  // Innermost first.
  std::size_t size = 0;

  void add(std::uintptr_t address) noexcept {
    if (size < stack_frames_max) frames[size++] = address;
  }
};

// Each gives the innermost frames of the calling thread up to the handler; what called the handler
// is the runtime's own and left out.

// From the caller on. Where the caller runs on behalf of a throw or of std::terminate, the frames
// of the C++ runtime in between are left out, too: the first one is the frame that threw.
[[nodiscard]] call_stack capture_stack() noexcept;

// From the instruction on at which a signal struck, called in its handler. Without that instruction
// where the unwinder cannot get past the handler.
[[nodiscard]] call_stack capture_stack_from(std::uintptr_t pc) noexcept;

}  // namespace lambent
