#include "bench/runtime/stub.hpp"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string_view>

namespace lambent::bench {

namespace {

constexpr int silence_ms_max = 20'000;

double now_us() {
  timespec t = {};
  (void)clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}

void pin(pid_t pid, int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<unsigned>(cpu), &set);
  (void)sched_setaffinity(pid, sizeof set, &set);
}

double cpu_us_of(pid_t pid) {
  const std::string tasks = "/proc/" + std::to_string(pid) + "/task";
  double total = 0;
  DIR* const folder = opendir(tasks.c_str());
  if (folder == nullptr) return 0;
  while (const dirent* entry = readdir(folder)) {
    if (entry->d_name[0] == '.') continue;
    char text[128] = {};
    const int file =
        open((tasks + "/" + entry->d_name + "/schedstat").c_str(), O_RDONLY | O_CLOEXEC);
    const ssize_t got = file < 0 ? 0 : read(file, text, sizeof text - 1);
    if (file >= 0) close(file);
    unsigned long long ns = 0;
    if (got > 0) (void)std::from_chars(text, text + got, ns);
    total += static_cast<double>(ns) / 1e3;
  }
  closedir(folder);
  return total;
}

class peer {
public:
  explicit peer(int epoll) : epoll_(epoll) { in_.resize(16U << 20U); }
  ~peer() {
    if (fd_ >= 0) close(fd_);
  }
  peer(const peer&) = delete;
  peer& operator=(const peer&) = delete;

  bool accept_from(int listener) {
    if (!wait()) return false;
    fd_ = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd_ < 0) return false;
    const int on = 1;
    (void)setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void)epoll_ctl(epoll_, EPOLL_CTL_DEL, listener, nullptr);
    epoll_event e = {.events = EPOLLIN, .data = {}};
    (void)epoll_ctl(epoll_, EPOLL_CTL_ADD, fd_, &e);
    return true;
  }

  // One whole request; body() is its body.
  bool receive() {
    size_ = 0;
    body_at_ = 0;
    std::size_t wanted = in_.size();
    while (size_ < wanted) {
      const ssize_t got = recv(fd_, in_.data() + size_, in_.size() - size_, 0);
      if (got < 0 && errno == EAGAIN) {
        if (!wait()) return false;
        continue;
      }
      if (got <= 0) return false;
      size_ += static_cast<std::size_t>(got);
      if (body_at_ == 0) find_body(wanted);
    }
    return true;
  }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EAGAIN) {
        wait_for(EPOLLOUT);
        continue;
      }
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  std::string_view body() const { return {in_.data() + body_at_, size_ - body_at_}; }

private:
  void find_body(std::size_t& wanted) {
    const std::string_view all(in_.data(), size_);
    const std::size_t end = all.find("\r\n\r\n");
    if (end == std::string_view::npos) return;
    body_at_ = end + 4;
    std::size_t length = 0;
    const std::size_t at = all.substr(0, end + 2).find("Content-Length: ");
    if (at != std::string_view::npos) {
      (void)std::from_chars(all.data() + at + 16, all.data() + end, length);
    }
    wanted = body_at_ + length;
  }

  bool wait() {
    epoll_event e = {};
    return epoll_wait(epoll_, &e, 1, silence_ms_max) == 1;
  }

  void wait_for(std::uint32_t events) {
    epoll_event e = {.events = events, .data = {}};
    (void)epoll_ctl(epoll_, EPOLL_CTL_MOD, fd_, &e);
    (void)wait();
    e.events = EPOLLIN;
    (void)epoll_ctl(epoll_, EPOLL_CTL_MOD, fd_, &e);
  }

  int epoll_;
  int fd_ = -1;
  std::string in_;
  std::size_t size_ = 0;
  std::size_t body_at_ = 0;
};

int listen_on_loopback(unsigned& port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return -1;
  sockaddr_in here = {};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  if (bind(listener, reinterpret_cast<sockaddr*>(&here), sizeof here) != 0) return -1;
  if (listen(listener, 4) != 0) return -1;
  (void)getsockname(listener, reinterpret_cast<sockaddr*>(&here), &size);
  port = ntohs(here.sin_port);
  return listener;
}

pid_t start(const std::string& program, unsigned port) {
  std::string api = "AWS_LAMBDA_RUNTIME_API=127.0.0.1:" + std::to_string(port);
  std::string path = program;
  char* const arguments[] = {path.data(), nullptr};
  char* const environment[] = {api.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  const int failed = posix_spawn(&pid, path.c_str(), &actions, nullptr, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? pid : -1;
}

constexpr std::string_view answer =
    "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nDate: Wed, 25 Nov 2026 00:00:00 "
    "GMT\r\n"
    "Content-Length: 16\r\n\r\n{\"status\":\"OK\"}\n";

std::string event_of(std::size_t bytes) {
  std::string body(bytes, ' ');
  for (std::size_t i = 0; i < bytes; ++i) body[i] = static_cast<char>('a' + i % 26);
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
         "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
         "Lambda-Runtime-Deadline-Ms: 1542409706888\r\n"
         "Lambda-Runtime-Invoked-Function-Arn: "
         "arn:aws:lambda:us-east-2:123456789012:function:custom-runtime\r\n"
         "Lambda-Runtime-Trace-Id: "
         "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1\r\n"
         "Date: Wed, 25 Nov 2026 00:00:00 GMT\r\nContent-Length: " +
         std::to_string(bytes) + "\r\n\r\n" + body;
}

bool run_load(peer& function, pid_t pid, const load& what, figures& out) {
  const std::string event = event_of(what.payload_bytes);
  const std::string_view body = std::string_view(event).substr(event.size() - what.payload_bytes);
  std::vector<double> responses;
  std::vector<double> cycles;
  double cpu_before = 0;
  for (int i = 0; i < what.warm_up + what.timed; ++i) {
    if (i == what.warm_up) cpu_before = cpu_us_of(pid);
    const double begin = now_us();
    if (!function.send(event) || !function.receive()) return false;
    const double responded = now_us();
    if (function.body() != body) return false;
    const double checked = now_us();
    if (!function.send(answer) || !function.receive()) return false;
    if (i < what.warm_up) continue;
    responses.push_back(responded - begin);
    cycles.push_back(now_us() - begin - (checked - responded));
  }
  out.cpu_us = (cpu_us_of(pid) - cpu_before) / what.timed;
  out.response_us = median(responses);
  out.cycle_us = median(cycles);
  return true;
}

}  // namespace

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

figures measure(const std::string& program, const load& what, placement where) {
  figures out;
  unsigned port = 0;
  const int listener = listen_on_loopback(port);
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (listener < 0 || epoll < 0) return out;
  epoll_event e = {.events = EPOLLIN, .data = {}};
  (void)epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &e);
  {
    peer function(epoll);
    pin(0, where.function_cpu);  // The child inherits it.
    const double begin = now_us();
    const pid_t pid = start(program, port);
    if (what.timed > 0) pin(0, where.stub_cpu);
    out.good = pid > 0 && function.accept_from(listener) && function.receive();
    out.cold_us = now_us() - begin;
    pin(0, where.stub_cpu);
    if (out.good && what.timed > 0) out.good = run_load(function, pid, what, out);
    if (pid > 0) {
      (void)kill(pid, SIGKILL);
      rusage usage = {};
      (void)wait4(pid, nullptr, 0, &usage);
      out.max_rss_kb = usage.ru_maxrss;
    }
  }
  close(epoll);
  close(listener);
  return out;
}

}  // namespace lambent::bench
