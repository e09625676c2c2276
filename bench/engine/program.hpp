// What the benchmark starts beside itself: a program whose first line of output tells where it
// listens, and a temporary directory. Both go with their owner.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::bench {

struct program_options {
  std::vector<std::string> argv{};     // argv[0] is a path.
  std::vector<std::string> set_env{};  // "NAME=value", added to this process' environment.
  std::string error_file{};            // Takes its stderr; empty: this process' stderr.
};

class program {
public:
  [[nodiscard]] static result<program> start(const program_options& options);

  program(program&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), output_(std::move(other.output_)) {}
  program& operator=(program&&) = delete;
  // Asks it to end, waits, and kills it when it does not.
  ~program();

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] result<std::string> first_line();
  // What its first thread has used of a CPU so far.
  [[nodiscard]] std::chrono::nanoseconds cpu_time() const;

private:
  program(pid_t pid, fd output) : pid_(pid), output_(std::move(output)) {}

  pid_t pid_ = -1;
  fd output_;
};

class temporary_directory {
public:
  [[nodiscard]] static result<temporary_directory> make();

  temporary_directory(temporary_directory&& other) noexcept
      : path_(std::exchange(other.path_, {})) {}
  temporary_directory& operator=(temporary_directory&&) = delete;
  ~temporary_directory();

  [[nodiscard]] const std::string& path() const { return path_; }

private:
  explicit temporary_directory(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace lambent::bench
