// Starts another program: an argument vector, never a shell. The child inherits nothing but the
// standard streams, the environment (with the changes asked for) and the terminal's signals.
// Blocking; the engine's loop does not use it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent {

enum class child_stream : std::uint8_t {
  inherit,
  capture,    // Into the result of finish().
  to_stderr,  // The parent's stderr; keeps the parent's stdout for results.
  discard,
};

struct process_options {
  std::vector<std::string> argv{};  // argv[0] is looked up in PATH unless it has a '/'.
  std::string cwd{};                // Empty: the parent's.
  std::vector<std::pair<std::string, std::string>> set_env{};
  std::vector<std::string> unset_env{};
  child_stream out = child_stream::inherit;
  child_stream err = child_stream::inherit;
  bool inherit_stdin = false;  // Else the child reads `input`, or /dev/null where that is empty.
  std::string input{};
  // Of what is captured. A child that says more, or whose captured streams are open for longer, is
  // killed and the result is an error.
  std::size_t capture_bytes_max = SIZE_MAX;
  std::chrono::milliseconds time_max = std::chrono::milliseconds::max();
  // Asked about ten times a second while something is captured; true ends the child, with SIGTERM
  // first so that a compiler removes what it has half written, and the result is an error.
  std::function<bool()> stop{};
  // A process group of the child's own: a terminal's Ctrl-C does not reach it, and kill(-pid)
  // reaches all that it has started.
  bool own_group = false;
};

struct process_result {
  int exit_code = 0;  // Meaningless when `signal` is set.
  int signal = 0;     // The signal that ended the child, or 0.
  std::string out;    // What was captured.
  std::string err;

  [[nodiscard]] bool ok() const { return signal == 0 && exit_code == 0; }
};

// "exit status 2" or "signal 9 (Killed)".
[[nodiscard]] std::string describe_exit(const process_result& ended);

// A started program with one owner. Dropping it while it runs kills and reaps it.
class child {
public:
  [[nodiscard]] static result<child> start(const process_options& options);

  child(child&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)),
        own_group_(other.own_group_),
        out_(std::move(other.out_)),
        err_(std::move(other.err_)),
        limits_(std::move(other.limits_)) {}
  child& operator=(child&&) = delete;
  ~child();

  [[nodiscard]] pid_t pid() const { return pid_; }
  // What a program that goes on running says first: its captured stdout up to the first newline,
  // which is not part of it. Fails where it ends, says too much, or says nothing in that time.
  [[nodiscard]] result<std::string> first_line(std::chrono::milliseconds time_max);
  // Reads the captured streams to their end, then waits for the exit.
  [[nodiscard]] result<process_result> finish();

private:
  struct capture_limits {
    std::size_t bytes_max;
    std::chrono::milliseconds time_max;
    std::function<bool()> stop;
  };
  child(pid_t pid, bool own_group, fd out, fd err, capture_limits limits)
      : pid_(pid),
        own_group_(own_group),
        out_(std::move(out)),
        err_(std::move(err)),
        limits_(std::move(limits)) {}
  [[nodiscard]] result<> drain(process_result& into);

  pid_t pid_ = -1;
  bool own_group_ = false;
  fd out_;
  fd err_;
  capture_limits limits_;
};

// Start and finish in one call.
[[nodiscard]] result<process_result> run_process(const process_options& options);

// The absolute path of a program in PATH, or in a `path` of that form; or empty.
[[nodiscard]] std::string find_program(std::string_view name);
[[nodiscard]] std::string find_program(std::string_view name, std::string_view path);

}  // namespace lambent
