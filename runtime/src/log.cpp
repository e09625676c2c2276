#include <lambent/log.hpp>

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include "current_invocation.hpp"
#include "log_record.hpp"

namespace lambent::log {

namespace {

// More than this is given back after a record that needed it.
constexpr std::size_t kept_bytes_max = 16 * 1024;

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

// Whole in one call unless the descriptor takes only a part. There is nobody to tell of a failure.
void write_all(int file, iovec* parts, int count) noexcept {
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

std::int64_t now_us() noexcept {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

bool enabled(level what) { return what >= chosen().least; }

void write(level weight, std::string_view message, std::initializer_list<field> fields) {
  if (!enabled(weight)) return;
  const settings& how = chosen();
  record what{weight, now_us(), message, fields, {}, {}};
  if (const context* about = current_invocation()) {
    what.request_id = about->request_id;
    what.tenant_id = about->tenant_id;
  }
  static thread_local std::string line;
  line.clear();
  append_record(line, how.shape, what);
  if (how.telemetry >= 0) {
    frame_head head = head_of_frame(how.shape, weight, what.unix_us, line.size());
    iovec parts[] = {{head.data(), head.size()}, {line.data(), line.size()}};
    write_all(how.telemetry, parts, 2);
  } else {
    keep_as_one_event(line);
    line += '\n';
    iovec whole{line.data(), line.size()};
    write_all(STDOUT_FILENO, &whole, 1);
  }
  if (line.capacity() > kept_bytes_max) line = {};
}

invocation_scope::invocation_scope(const context& about) noexcept : before_(current_invocation()) {
  current_invocation() = &about;
}

invocation_scope::~invocation_scope() { current_invocation() = before_; }

}  // namespace lambent::log
