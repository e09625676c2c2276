#include "log_output.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <new>
#include <string_view>

namespace lambent::log {

namespace {

std::string_view variable(const char* name) noexcept {
  const char* const text = std::getenv(name);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

// The descriptor that managed runtimes get; -1 without one. Children must not write into it.
int telemetry_descriptor() noexcept {
  const std::string_view text = variable("_LAMBDA_TELEMETRY_LOG_FD");
  int number = -1;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size()) return -1;
  if (number < 0 || ::fcntl(number, F_SETFD, FD_CLOEXEC) != 0) return -1;
  return number;
}

struct settings {
  format shape = format_named(variable("AWS_LAMBDA_LOG_FORMAT"));
  level least = level_named(variable("AWS_LAMBDA_LOG_LEVEL"));
  int telemetry = telemetry_descriptor();
};

const settings& chosen() {
  static const settings once;
  return once;
}

// A pipe that is full takes a part of a record at a time, and the others' must not come between. A
// child that is forked meanwhile has nobody who would unlock it.
std::mutex one_at_a_time;
const int child_has_its_own =
    ::pthread_atfork(nullptr, nullptr, [] { new (&one_at_a_time) std::mutex; });

// Whole in one call unless the descriptor takes only a part. There is nobody to tell of a failure.
void write_all(int file, iovec* parts, int count) noexcept {
  const std::lock_guard lock(one_at_a_time);
  while (count > 0) {
    ssize_t done = ::writev(file, parts, count);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return;
    auto left = static_cast<std::size_t>(done);
    while (count > 0 && left >= parts->iov_len) {
      left -= parts->iov_len;
      ++parts;
      --count;
    }
    if (count == 0) return;
    parts->iov_base = static_cast<char*>(parts->iov_base) + left;
    parts->iov_len -= left;
  }
}

}  // namespace

format chosen_format() { return chosen().shape; }
level least_level() { return chosen().least; }

std::int64_t now_us() noexcept {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

void write_event(const event_head& head, std::string& text) {
  const int telemetry = chosen().telemetry;
  if (telemetry >= 0) {
    frame_head frame = head_of_frame(head.shape, head.weight, head.unix_us, text.size());
    iovec parts[] = {{frame.data(), frame.size()}, {text.data(), text.size()}};
    return write_all(telemetry, parts, 2);
  }
  keep_as_one_event(text);
  text += '\n';
  iovec whole{text.data(), text.size()};
  write_all(STDOUT_FILENO, &whole, 1);
}

}  // namespace lambent::log
