// Stands in for the memory control group where this user was given none: the first process looks
// at its sandbox's processes every few milliseconds, keeps the peak where the engine reads it, and
// ends the program that has more than it may. It sees only what is there when it looks, and counts
// a page that processes share once for each of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::sandbox {

struct resident_memory {
  std::uint64_t now_bytes = 0;
  std::uint64_t peak_bytes = 0;
};

// Text of /proc/PID/status (proc_pid_status(5)): VmRSS and VmHWM; zeros where a process that has
// ended, or a kernel thread, has none.
[[nodiscard]] resident_memory parse_resident_memory(std::string_view status);

// What the processes have together, and the highest peak that any one of them had.
[[nodiscard]] resident_memory resident_memory_of(const std::vector<pid_t>& processes);

// Every process that this one's /proc shows, except the first.
[[nodiscard]] std::vector<pid_t> processes_beside_the_first();

// A file in memory for the peak, as the kernel's own: pread() gives it in bytes, decimal.
[[nodiscard]] result<fd> make_peak_file();

class memory_watch {
public:
  using time_point = std::chrono::steady_clock::time_point;

  // `peak_file` stays the caller's; negative: never looks at anything.
  explicit memory_watch(int peak_file) : peak_file_(peak_file) {}

  void begin(std::uint64_t limit_bytes, time_point now);
  // Gives whether this is the look that found too much. Looks follow each other faster while the
  // memory grows.
  [[nodiscard]] bool look(const resident_memory& seen, time_point now);
  // The program has ended; the kernel says what it had at most.
  void end(std::uint64_t peak_bytes);
  [[nodiscard]] bool found_too_much() const { return found_too_much_; }

  [[nodiscard]] bool is_due(time_point now) const { return running_ && now >= next_look_; }
  // As for poll(2): -1 when nothing is to be looked at.
  [[nodiscard]] int milliseconds_to_next_look(time_point now) const;

private:
  void raise_peak(std::uint64_t bytes);

  int peak_file_;
  bool running_ = false;
  bool found_too_much_ = false;
  std::uint64_t limit_bytes_ = 0;
  std::uint64_t last_bytes_ = 0;
  std::uint64_t peak_bytes_ = 0;
  std::chrono::milliseconds pause_{};
  time_point next_look_;
};

}  // namespace lambent::sandbox
