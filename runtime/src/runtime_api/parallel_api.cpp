#include "parallel_api.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "fake_api.hpp"

namespace lambent {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 20s;
// How often a connection that waits looks whether its client has gone, or the test is over.
constexpr auto look_interval = 5ms;

std::string first_line(const std::string& request) { return request.substr(0, request.find('\r')); }

bool readable_within(int fd, std::chrono::milliseconds time) {
  pollfd p = {.fd = fd, .events = POLLIN, .revents = 0};
  return poll(&p, 1, static_cast<int>(time.count())) > 0;
}

}  // namespace

parallel_api::parallel_api() : listener_(listen_on_loopback(false, address_)) {
  thread_ = std::thread([this] { accept_all(); });
}

void parallel_api::give(std::string invocation) {
  const std::lock_guard lock(mutex_);
  events_.push_back(std::move(invocation));
  changed_.notify_all();
}

void parallel_api::answer(const std::string& part, std::string with) {
  const std::lock_guard lock(mutex_);
  answers_[part] = std::move(with);
  if (answers_[part].empty()) answers_.erase(part);
}

void parallel_api::end() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

bool parallel_api::wait_for_waiting(std::size_t workers) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return waiting_ == workers; });
}

bool parallel_api::wait_for(const std::string& part, std::size_t count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return matching(part).size() >= count; });
}

std::vector<std::string> parallel_api::requests(const std::string& part) {
  const std::lock_guard lock(mutex_);
  return matching(part);
}

std::vector<std::string> parallel_api::matching(const std::string& part) const {
  std::vector<std::string> found;
  for (const std::string& request : requests_) {
    if (first_line(request).find(part) != std::string::npos) found.push_back(request);
  }
  return found;
}

void parallel_api::accept_all() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (ended_) break;
    }
    if (!readable_within(listener_, look_interval)) continue;
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd >= 0) connections_.emplace_back([this, fd] { serve(fd); });
  }
  close(listener_);
  for (std::thread& connection : connections_) connection.join();
}

void parallel_api::serve(int fd) {
  std::string received;
  while (true) {
    if (received.empty() && !readable_within(fd, look_interval)) {
      const std::lock_guard lock(mutex_);
      if (ended_) break;
      continue;
    }
    std::string request;
    if (!read_request(fd, static_cast<std::size_t>(-1), received, request)) break;
    const std::string answer = answer_to(fd, request);
    if (answer.empty()) break;
    (void)send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
  }
  close(fd);
}

std::string parallel_api::answer_to(int fd, const std::string& request) {
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    changed_.notify_all();
    for (const auto& [part, with] : answers_) {
      if (first_line(request).find(part) != std::string::npos) return with;
    }
  }
  if (first_line(request).find("/invocation/next ") != std::string::npos) return next_event(fd);
  if (first_line(request).find("/event/next ") != std::string::npos) return nothing_until_end(fd);
  return accepted();
}

// An extension that subscribed to nothing waits as long as it lives.
std::string parallel_api::nothing_until_end(int fd) {
  std::unique_lock lock(mutex_);
  while (!ended_ && !readable_within(fd, 0ms)) changed_.wait_for(lock, look_interval);
  return {};
}

std::string parallel_api::next_event(int fd) {
  std::unique_lock lock(mutex_);
  ++waiting_;
  changed_.notify_all();
  std::string event;
  while (true) {
    if (!events_.empty()) {
      event = std::move(events_.front());
      events_.pop_front();
      break;
    }
    // Readable while it waits: the client has closed.
    if (ended_ || readable_within(fd, 0ms)) break;
    changed_.wait_for(lock, look_interval);
  }
  --waiting_;
  changed_.notify_all();
  return event;
}

}  // namespace lambent
