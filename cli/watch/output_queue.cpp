#include "cli/watch/output_queue.hpp"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

#include "base/fd.hpp"

namespace lambent::cli::watch {

output_queue::output_queue(gap_text gap) : gap_(std::move(gap)), writer_([this] { run(); }) {}

output_queue::~output_queue() {
  flush();
  given_up_ = true;
  {
    std::lock_guard lock(guard_);
    ending_ = true;
  }
  news_.notify_one();
}

void output_queue::put(int output, std::string text, said_by who) {
  {
    std::lock_guard lock(guard_);
    bytes_ += text.size();
    waiting_.push_back({output, std::move(text), who});
    while (bytes_ > bytes_max && waiting_.size() > 1) leave_out();
  }
  news_.notify_one();
}

void output_queue::leave_out() {
  const auto newest = std::prev(waiting_.end());
  auto which = std::ranges::find(waiting_.begin(), newest, said_by::functions, &entry::who);
  if (which == newest) which = waiting_.begin();
  bytes_ -= which->text.size();
  lines_left_out_ += static_cast<std::size_t>(std::ranges::count(which->text, '\n'));
  gap_output_ = which->output;
  waiting_.erase(which);
}

void output_queue::flush() {
  std::unique_lock lock(guard_);
  idle_.wait_for(lock, flush_max,
                 [this] { return waiting_.empty() && !writing_ && lines_left_out_ == 0; });
}

void output_queue::run() {
  std::unique_lock lock(guard_);
  while (true) {
    news_.wait(lock, [this] { return ending_ || !waiting_.empty() || lines_left_out_ > 0; });
    if (given_up_ || (waiting_.empty() && lines_left_out_ == 0)) return;
    // The gap is told where what functions say goes on.
    const bool gap_here = waiting_.empty() || waiting_.front().who == said_by::functions;
    const std::size_t lines = gap_here ? std::exchange(lines_left_out_, 0) : 0;
    const int gap_output = gap_output_;
    entry next{-1, {}, said_by::watch};
    if (!waiting_.empty()) {
      next = std::move(waiting_.front());
      waiting_.pop_front();
      bytes_ -= next.text.size();
    }
    writing_ = true;
    lock.unlock();
    if (lines > 0) write(gap_output, gap_(lines));
    write(next.output, next.text);
    lock.lock();
    writing_ = false;
    idle_.notify_all();
  }
}

// A pipe that is ready takes PIPE_BUF bytes at once. A terminal may be ready for a single one: it
// is opened anew, so that it does not block here and stays as it is for others. No write waits for
// longer than the look whether this has been given up.
void output_queue::write(int output, std::string_view text) const {
  constexpr int look_ms = 50;
  fd own;
  if (!text.empty() && ::isatty(output) == 1)
    own = fd(::open(("/proc/self/fd/" + std::to_string(output)).c_str(),
                    O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (own) output = own.get();
  while (!text.empty() && !given_up_) {
    pollfd ready{output, POLLOUT, 0};
    const int found = ::poll(&ready, 1, look_ms);
    if (found == 0 || (found < 0 && errno == EINTR)) continue;
    if (found < 0 || (ready.revents & POLLOUT) == 0) return;
    const ssize_t written =
        ::write(output, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
    if (written < 0 && errno != EINTR && errno != EAGAIN) return;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace lambent::cli::watch
