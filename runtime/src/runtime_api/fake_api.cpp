#include "fake_api.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace lambent {

namespace {

// Long enough for a loaded machine, short enough to end a test that went wrong.
constexpr int patience_ms = 20'000;

bool readable(int fd) {
  pollfd p = {.fd = fd, .events = POLLIN, .revents = 0};
  return poll(&p, 1, patience_ms) == 1;
}

// Which of the two has something first; the connection when both have. -1 when neither has.
int first_readable(int connection, int listener) {
  pollfd p[2] = {{.fd = connection, .events = POLLIN, .revents = 0},
                 {.fd = listener, .events = POLLIN, .revents = 0}};
  if (poll(p, 2, patience_ms) < 1) return -1;
  return p[0].revents != 0 ? connection : listener;
}

constexpr std::size_t unknown = static_cast<std::size_t>(-1);

// Where a chunked body ends that begins at `at`, its trailers included.
std::size_t chunked_end(std::string_view bytes, std::size_t at) {
  while (true) {
    std::size_t length = 0;
    std::size_t line_end = bytes.find("\r\n", at);
    if (line_end == std::string_view::npos) return unknown;
    std::from_chars(bytes.data() + at, bytes.data() + line_end, length, 16);
    if (length == 0) {
      const std::size_t end = bytes.find("\r\n\r\n", line_end);
      return end == std::string_view::npos ? unknown : end + 4;
    }
    at = line_end + 2 + length + 2;
    if (at >= bytes.size()) return unknown;
  }
}

std::size_t request_size(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return unknown;
  const std::string_view head = bytes.substr(0, end);
  if (head.find("Transfer-Encoding: chunked") != std::string_view::npos) {
    return chunked_end(bytes, end + 4);
  }
  std::size_t length = 0;
  for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const std::size_t at = head.find(name);
    if (at == std::string_view::npos) continue;
    std::from_chars(bytes.data() + at + name.size(), bytes.data() + end, length);
  }
  return end + 4 + length;
}

}  // namespace

bool read_request(int fd, std::size_t bytes_max, std::string& received, std::string& out) {
  char block[65536];
  std::size_t size = request_size(received);
  while (received.size() < size) {
    if (received.size() >= bytes_max) {
      size = received.size();
      break;
    }
    if (!readable(fd)) return false;
    const ssize_t got = recv(fd, block, sizeof block, 0);
    if (got <= 0) return false;
    received.append(block, static_cast<std::size_t>(got));
    size = request_size(received);
  }
  out = received.substr(0, size);
  received.erase(0, size);
  return true;
}

int listen_on_loopback(bool v6, std::string& address) {
  sockaddr_storage here = {};
  here.ss_family = v6 ? AF_INET6 : AF_INET;
  if (v6) {
    reinterpret_cast<sockaddr_in6*>(&here)->sin6_addr = in6addr_loopback;
  } else {
    reinterpret_cast<sockaddr_in*>(&here)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  }
  socklen_t size = v6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  const int listener = socket(here.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&here), size) != 0 ||
      listen(listener, 128) != 0) {
    std::perror("the fake Runtime API cannot listen on loopback");
    std::abort();
  }
  (void)getsockname(listener, reinterpret_cast<sockaddr*>(&here), &size);
  // sin_port and sin6_port lie at the same place.
  const unsigned port = ntohs(reinterpret_cast<sockaddr_in*>(&here)->sin_port);
  address = (v6 ? "[::1]:" : "127.0.0.1:") + std::to_string(port);
  return listener;
}

fake_api::fake_api(std::vector<scripted> script, ip version)
    : script_(std::move(script)), listener_(listen_on_loopback(version == ip::v6, address_)) {
  thread_ = std::thread([this] { serve(); });
}

fake_api::~fake_api() { (void)requests(); }

const std::vector<std::string>& fake_api::requests() {
  if (thread_.joinable()) thread_.join();
  return requests_;
}

void fake_api::wait_for_hang_ups(std::size_t count) {
  std::unique_lock lock(mutex_);
  hung_up_.wait_for(lock, std::chrono::milliseconds(patience_ms),
                    [&] { return hang_ups_ >= count; });
}

void fake_api::hang_up(int& fd, bool with_reset) {
  if (fd < 0) return;
  const linger at_once = {.l_onoff = 1, .l_linger = 0};
  if (with_reset) (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(fd);
  fd = -1;
  const std::lock_guard lock(mutex_);
  ++hang_ups_;
  hung_up_.notify_all();
}

void fake_api::serve() {
  int fd = -1;
  std::vector<int> deaf;
  std::string received;  // Of the current connection; a pipelined request stays in it.
  for (std::size_t i = 0; i < script_.size();) {
    if (fd < 0) {
      received.clear();
      if (!readable(listener_)) break;
      fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      ++connections_;
    }
    // A crash is reported on a connection of its own, while the other one is open.
    if (script_[i].aside) {
      if (!serve_aside(script_[i])) break;
      ++i;
      continue;
    }
    if (received.empty() && first_readable(fd, listener_) == listener_) {
      hang_up(fd, false);
      continue;
    }
    const scripted& now = script_[i];
    std::string request;
    if (!read_request(fd, now.read_bytes_max, received, request)) {
      hang_up(fd, false);
      if (received.empty() && readable(listener_)) continue;  // The client came back on a new one.
      break;
    }
    requests_.push_back(std::move(request));
    if (!now.answer.empty()) (void)send(fd, now.answer.data(), now.answer.size(), MSG_NOSIGNAL);
    if (now.close_after || now.reset_after) hang_up(fd, now.reset_after);
    if (now.deaf_after) {
      deaf.push_back(fd);
      fd = -1;
    }
    ++i;
  }
  hang_up(fd, false);
  for (int& old : deaf) hang_up(old, false);
  close(listener_);
}

bool fake_api::serve_aside(const scripted& now) {
  if (!readable(listener_)) return false;
  int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  ++connections_;
  std::string received;
  std::string request;
  const bool whole = read_request(fd, now.read_bytes_max, received, request);
  if (whole) requests_.push_back(std::move(request));
  (void)send(fd, now.answer.data(), now.answer.size(), MSG_NOSIGNAL);
  close(fd);
  return whole;
}

std::string answer_of(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Type: application/json\r\n" +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string accepted() { return answer_of(202, R"({"status":"OK"})"); }

std::string invocation(const std::string& id, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: " + id + "\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace lambent
