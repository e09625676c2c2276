#include "fake_api.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
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

std::size_t request_size(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return static_cast<std::size_t>(-1);
  std::size_t length = 0;
  const std::size_t at = bytes.find("Content-Length: ");
  if (at < end) std::from_chars(bytes.data() + at + 16, bytes.data() + end, length);
  return end + 4 + length;
}

// False when the peer closed or fell silent.
bool read_request(int fd, std::size_t bytes_max, std::string& out) {
  char block[65536];
  while (out.size() < request_size(out)) {
    if (out.size() >= bytes_max) return true;
    if (!readable(fd)) return false;
    const ssize_t got = recv(fd, block, sizeof block, 0);
    if (got <= 0) return false;
    out.append(block, static_cast<std::size_t>(got));
  }
  return true;
}

}  // namespace

fake_api::fake_api(std::vector<scripted> script) : script_(std::move(script)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in here = {};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  (void)bind(listener_, reinterpret_cast<sockaddr*>(&here), sizeof here);
  (void)listen(listener_, 8);
  socklen_t size = sizeof here;
  (void)getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size);
  port_ = ntohs(here.sin_port);
  thread_ = std::thread([this] { serve(); });
}

fake_api::~fake_api() { (void)requests(); }

const std::vector<std::string>& fake_api::requests() {
  if (thread_.joinable()) thread_.join();
  return requests_;
}

void fake_api::serve() {
  int fd = -1;
  const auto hang_up = [&fd] {
    if (fd >= 0) close(fd);
    fd = -1;
  };
  for (std::size_t i = 0; i < script_.size();) {
    if (fd < 0) {
      if (!readable(listener_)) break;
      fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      ++connections_;
    }
    std::string request;
    if (!read_request(fd, script_[i].read_bytes_max, request)) {
      hang_up();
      if (request.empty() && readable(listener_)) continue;  // The client came back on a new one.
      break;
    }
    requests_.push_back(std::move(request));
    const std::string& answer = script_[i].answer;
    if (!answer.empty()) (void)send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
    if (script_[i].close_after) hang_up();
    ++i;
  }
  hang_up();
  close(listener_);
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
