// Drives the real lambent-sandbox over the real protocol, for tests and benchmarks: starts the
// program, sends requests, waits for replies with a limit. It plays the engine's part and nothing
// more.
#pragma once

#include <sys/types.h>

#include <deque>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "sandbox/protocol.hpp"

namespace lambent::sandbox::testing {

// A prepared sandbox as the engine holds it.
struct held {
  prepared info;
  fd listener, output, memory_peak, freezer;
};

// A directory below /tmp that goes away with its owner.
class scratch_dir {
public:
  scratch_dir();
  ~scratch_dir();
  scratch_dir(const scratch_dir&) = delete;
  scratch_dir& operator=(const scratch_dir&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

private:
  std::string path_;
};

class driver {
public:
  driver() = default;
  ~driver();
  driver(const driver&) = delete;
  driver& operator=(const driver&) = delete;

  // The answer to `configure`: `ready` or `refused`.
  [[nodiscard]] result<reply> begin(const std::string& program, configure how);
  // Closes the socket and gives the program's exit status (waitpid's word for it).
  int end();

  void ask(const request& message);
  // The next reply, with its descriptors; fails after ten seconds.
  [[nodiscard]] result<std::pair<reply, std::vector<fd>>> next();
  // The next reply must be a T.
  template <class T>
  [[nodiscard]] result<T> expect() {
    auto got = TRY(next());
    if (auto* wanted = std::get_if<T>(&got.first)) return std::move(*wanted);
    return fail(describe(got.first));
  }
  [[nodiscard]] result<held> prepare_one(sandbox_id id);

  [[nodiscard]] pid_t pid() const { return child_; }
  [[nodiscard]] const std::string& run_dir() const { return run_dir_.path(); }
  [[nodiscard]] static std::string describe(const reply& message);

private:
  scratch_dir run_dir_;
  fd socket_;
  pid_t child_ = 0;
};

// What can be read now, or until there is no writer any more.
[[nodiscard]] std::string read_available(const fd& output);
[[nodiscard]] bool wait_readable(const fd& file, int limit_ms = 10'000);
// Copies a program and makes it executable.
void copy_program(const std::string& from, const std::string& to, mode_t mode = 0755);

}  // namespace lambent::sandbox::testing
