// Calls of a function by several callers at once, and what came of them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "aws/client.hpp"
#include "base/error.hpp"
#include "cli/bench/measure/failure.hpp"
#include "cli/bench/sample.hpp"

namespace lambent::cli::bench {

enum class sharing : std::uint8_t {
  as_they_come,  // Who is free makes the next call.
  one_each,      // Each caller makes one, so that each has its connection.
};

class calls {
public:
  struct plan {
    std::size_t count = 0;
    sharing between_callers = sharing::as_they_come;
    std::string what{};  // Their name in the status line.
    std::function<std::expected<sample, failure>(aws::client& by)> make{};  // On every thread.
  };
  explicit calls(plan asked) : plan_(std::move(asked)) {}

  // On a thread for each caller. Fewer calls after a failure or Ctrl-C. An error where the machine
  // has no more threads.
  [[nodiscard]] result<> run(std::vector<aws::client>& callers);

  std::vector<sample>& samples() { return samples_; }
  std::optional<failure>& failed() { return failed_; }

private:
  bool call(aws::client& by);
  std::string status();

  plan plan_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;  // Guards what follows while threads run.
  std::vector<sample> samples_{};
  std::optional<failure> failed_{};
};

}  // namespace lambent::cli::bench
