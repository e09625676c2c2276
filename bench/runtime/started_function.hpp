// A contender's process, in the environment that Lambda gives. It is killed with its owner.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "bench/runtime/contender.hpp"

namespace lambent::bench {

struct start_options {
  unsigned api_port = 0;
  std::vector<std::string> tracer = {};  // A program that starts the function, and its arguments.
  std::vector<std::string> environment = {};  // Beside Lambda's.
  std::string folder = {};                    // Instead of the contender's own.
};

class started_function {
public:
  [[nodiscard]] static result<started_function> start(const contender& who,
                                                      const start_options& options);

  started_function(started_function&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
  started_function& operator=(started_function&&) = delete;
  ~started_function() { end_by(9); }

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] double cpu_us() const;
  [[nodiscard]] double peak_rss_kb() const;
  // Sends the signal and waits for the end; after 5 s it kills.
  void end_by(int signal);

private:
  explicit started_function(pid_t pid) : pid_(pid) {}

  pid_t pid_ = -1;
};

}  // namespace lambent::bench
