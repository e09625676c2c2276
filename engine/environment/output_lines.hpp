// Cuts a function's output into log events: one for each line, and one for what stands unfinished
// when the invocation ends. Bytes in, lines out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace lambent::environment {

// CloudWatch Logs takes at most 256 KB in one event, of which 26 bytes are its own.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
inline constexpr std::size_t log_line_bytes_max = 262'144 - 26;

class output_lines {
public:
  // Calls `each(std::string&&)` for every line that `bytes` completes.
  template <class Each>
  void feed(std::string_view bytes, Each&& each) {
    while (!bytes.empty()) {
      std::size_t newline = bytes.find('\n');
      std::string_view part = bytes.substr(0, newline);
      std::size_t room = log_line_bytes_max - partial_.size();
      if (part.size() > room) {
        partial_.append(part.substr(0, room));
        bytes.remove_prefix(room);
        each(std::exchange(partial_, {}));
        continue;
      }
      partial_.append(part);
      if (newline == std::string_view::npos) return;
      bytes.remove_prefix(newline + 1);
      each(std::exchange(partial_, {}));
    }
  }

  // The unfinished line, if any.
  template <class Each>
  void flush(Each&& each) {
    if (!partial_.empty()) each(std::exchange(partial_, {}));
  }

private:
  std::string partial_;
};

}  // namespace lambent::environment
