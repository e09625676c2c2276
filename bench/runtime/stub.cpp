#include "bench/runtime/stub.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <algorithm>

namespace lambent::bench {

namespace {

constexpr int silence_ms_max = 20'000;
constexpr std::size_t connections_max = 16;

constexpr std::string_view accepted =
    "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nDate: Wed, 25 Nov 2026 00:00:00 "
    "GMT\r\n"
    "Content-Length: 16\r\n\r\n{\"status\":\"OK\"}\n";

// What epoll reports for the function's end; a listener is reported as a null pointer, a connection
// as itself.
char function_ended = 0;

result<> add_to(const fd& epoll, const fd& source, void* tag) {
  epoll_event e = {.events = EPOLLIN, .data = {.ptr = tag}};
  if (::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, source.get(), &e) != 0) {
    return sys_fail("watch a descriptor");
  }
  return {};
}

}  // namespace

std::string event_response(std::string_view event) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
         "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
         "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n"
         "Lambda-Runtime-Invoked-Function-Arn: "
         "arn:aws:lambda:us-east-2:123456789012:function:custom-runtime\r\n"
         "Lambda-Runtime-Trace-Id: "
         "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1\r\n"
         "Date: Wed, 25 Nov 2026 00:00:00 GMT\r\nContent-Length: " +
         std::to_string(event.size()) + "\r\n\r\n" + std::string(event);
}

result<stub> stub::start() {
  fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  fd epoll(::epoll_create1(EPOLL_CLOEXEC));
  sockaddr_in here = {};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  auto* const address = reinterpret_cast<sockaddr*>(&here);
  if (!listener || !epoll || ::bind(listener.get(), address, size) != 0 ||
      ::listen(listener.get(), connections_max) != 0 ||
      ::getsockname(listener.get(), address, &size) != 0) {
    return sys_fail("listen on loopback");
  }
  TRY(add_to(epoll, listener, nullptr));
  return stub(std::move(listener), std::move(epoll), ntohs(here.sin_port));
}

result<> stub::watch(pid_t function) {
  function_.reset(static_cast<int>(::syscall(SYS_pidfd_open, function, 0)));
  if (!function_) return sys_fail("watch the function");
  return add_to(epoll_, function_, &function_ended);
}

result<> stub::accept_connection() {
  if (connections_.size() == connections_max)
    return fail("the function opens ever more connections");
  auto made = std::make_unique<connection>();
  made->socket.reset(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!made->socket) return sys_fail("accept the function's connection");
  const int on = 1;
  (void)::setsockopt(made->socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  TRY(add_to(epoll_, made->socket, made.get()));
  connections_.push_back(std::move(made));
  return {};
}

void stub::drop(const connection* closed) {
  if (waiting_ == closed) waiting_ = nullptr;
  if (replying_ == closed) replying_ = nullptr;
  if (accepted_ == closed) accepted_ = nullptr;
  std::erase_if(connections_, [&](const auto& c) { return c.get() == closed; });
}

result<stub::connection*> stub::await_any() {
  for (const auto& c : connections_)
    if (c->reader.complete()) return c.get();
  while (true) {
    epoll_event e = {};
    const int ready = ::epoll_wait(epoll_.get(), &e, 1, silence_ms_max);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return sys_fail("wait for the function");
    if (ready == 0) return fail("the function was silent for 20 s");
    if (e.data.ptr == &function_ended) return fail("the function ended by itself");
    if (e.data.ptr == nullptr) {
      TRY(accept_connection());
      continue;
    }
    auto* const from = static_cast<connection*>(e.data.ptr);
    if (!TRY(from->reader.receive(from->socket.get()))) {
      drop(from);
    } else if (from->reader.complete()) {
      return from;
    }
  }
}

result<> stub::await(request_kind kind, connection*& from) {
  from = TRY(await_any());
  if (from->reader.kind() == kind) return {};
  constexpr std::size_t quoted_bytes_max = 300;
  return fail("the function sent an unexpected " + std::string(from->reader.first_line()) + ": " +
              std::string(from->reader.body().substr(0, quoted_bytes_max)));
}

result<> stub::await_next() {
  TRY(await(request_kind::next, waiting_));
  return waiting_->reader.consume();
}

result<> stub::send(connection& to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(to.socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) {
      pollfd room = {to.socket.get(), POLLOUT, 0};
      if (::poll(&room, 1, silence_ms_max) != 1) return fail("the function takes no more bytes");
      continue;
    }
    if (sent <= 0) return sys_fail("send to the function");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

result<> stub::send_event(std::string_view response) {
  if (waiting_ == nullptr) return fail("the function has closed the connection it waits on");
  connection* const to = std::exchange(waiting_, nullptr);
  if (accepted_ != to) return send(*to, response);
  accepted_ = nullptr;
  message_.assign(accepted).append(response);
  return send(*to, message_);
}

result<std::string_view> stub::await_reply() {
  TRY(await(request_kind::reply, replying_));
  return replying_->reader.body();
}

result<> stub::accept_reply() {
  connection* const to = std::exchange(replying_, nullptr);
  if (to == nullptr) return fail("there is no reply to accept");
  TRY(to->reader.consume());
  if (to->reader.complete() && to->reader.kind() == request_kind::next) {
    accepted_ = to;
    return {};
  }
  return send(*to, accepted);
}

}  // namespace lambent::bench
