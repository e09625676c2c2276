#include "receiver.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "../runtime_api/address.hpp"
#include "../runtime_api/http1_request.hpp"
#include "../runtime_api/receive_buffer.hpp"

namespace lambent::telemetry {

namespace {

constexpr int backlog = 16;
constexpr std::size_t read_bytes_min = 16 * 1024;
// Of one connection before another has its turn.
constexpr std::size_t turn_bytes_max = 1024 * 1024;

std::string_view reason_of(int status) noexcept {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 405:
      return "Method Not Allowed";
    case 413:
      return "Content Too Large";
    case 431:
      return "Request Header Fields Too Large";
    default:
      return "Internal Server Error";
  }
}

// All of it fits the socket's buffer, unless the peer does not read its answers.
bool send_all(int fd, std::string_view text) noexcept {
  return ::send(fd, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT) ==
         static_cast<ssize_t>(text.size());
}

bool send_status(int fd, int status, bool keep_alive) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " ";
  text += reason_of(status);
  text += "\r\nContent-Length: 0\r\n";
  if (status == 405) text += "Allow: POST\r\n";
  if (!keep_alive) text += "Connection: close\r\n";
  text += "\r\n";
  return send_all(fd, text);
}

int status_of(http1::progress what) noexcept {
  switch (what) {
    case http1::progress::head_too_large:
      return 431;
    case http1::progress::body_too_large:
      return 413;
    default:
      return 400;
  }
}

}  // namespace

struct receiver::client {
  int fd;
  std::uint64_t last_turn = 0;
  bool continued = false;  // "100 Continue" was sent for the current request.
  bool skipping = false;   // Inside a line that is too long.
  receive_buffer in;
  http1::request_parser parser;

  client(int socket, http1::limits l) : fd(socket), parser(l) {}
  ~client() { ::close(fd); }
  client(const client&) = delete;
  client& operator=(const client&) = delete;
};

receiver::receiver(batch_sink& sink) : receiver(sink, limits{}) {}
receiver::receiver(batch_sink& sink, const limits& l) : sink_(sink), limits_(l) {}
receiver::~receiver() {
  if (listener_ >= 0) ::close(listener_);
}

bool receiver::listen(std::string_view numeric_host, std::uint16_t port, protocol framing) {
  framing_ = framing;
  const std::string doing = "listen for telemetry at " + std::string(numeric_host) + ", port " +
                            std::to_string(port) + ": ";
  address here;
  if (!numeric_address({.host = numeric_host, .port = port}, here)) {
    problem_ = doing + "that is no numeric address";
    return false;
  }
  listener_ = ::socket(here.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  if (listener_ < 0 || ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      ::bind(listener_, reinterpret_cast<const sockaddr*>(&here.storage), here.size) != 0 ||
      ::listen(listener_, backlog) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&here.storage), &here.size) != 0) {
    problem_ = doing + std::strerror(errno);
    return false;
  }
  // sin_port and sin6_port lie at the same place.
  port_ = ntohs(reinterpret_cast<const sockaddr_in*>(&here.storage)->sin_port);
  return true;
}

void receiver::add_to(std::vector<pollfd>& waiting) const {
  if (listener_ < 0) return;
  waiting.push_back({.fd = listener_, .events = POLLIN, .revents = 0});
  for (const auto& c : clients_) {
    waiting.push_back({.fd = c->fd, .events = POLLIN, .revents = 0});
  }
}

bool receiver::serve(const pollfd* ready, std::size_t count) {
  bool came = false;
  ++turn_;
  // The entries are the listener's and the clients', in order; clients are added behind them only.
  for (std::size_t i = 1; i < count; ++i) {
    if (ready[i].revents == 0) continue;
    came = true;
    auto& c = clients_[i - 1];
    c->last_turn = turn_;
    if (!receive_from(*c)) c.reset();
  }
  std::erase(clients_, nullptr);
  if (count > 0 && ready[0].revents != 0) {
    came = true;
    accept_all();
  }
  return came;
}

void receiver::accept_all() {
  for (int i = 0; i < backlog; ++i) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
      // Without a descriptor the listener would stay ready for ever.
      if ((errno == EMFILE || errno == ENFILE) && !clients_.empty()) make_room();
      return;
    }
    // The answer to a second batch must not wait until that to the first was acknowledged.
    const int on = 1;
    (void)::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (clients_.size() >= limits_.connections_max) make_room();
    clients_.push_back(
        std::make_unique<client>(fd, http1::limits{.head_bytes_max = limits_.head_bytes_max,
                                                   .body_bytes_max = limits_.body_bytes_max}));
    clients_.back()->last_turn = turn_;
  }
}

void receiver::make_room() {
  clients_.erase(
      std::min_element(clients_.begin(), clients_.end(),
                       [](const auto& a, const auto& b) { return a->last_turn < b->last_turn; }));
}

// False when the connection is over.
bool receiver::receive_from(client& from) {
  std::size_t taken = 0;
  while (taken < turn_bytes_max) {
    const std::size_t missing = from.parser.bytes_missing(from.in.size());
    if (!from.in.reserve(std::max(missing, read_bytes_min))) return false;
    const ssize_t got = ::recv(from.fd, from.in.end(), from.in.room(), MSG_DONTWAIT);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    if (got == 0) {
      on_end(from);
      return false;
    }
    from.in.filled(static_cast<std::size_t>(got));
    taken += static_cast<std::size_t>(got);
    if (!on_bytes(from)) return false;
  }
  return true;
}

bool receiver::on_bytes(client& from) {
  return framing_ == protocol::http ? on_request_bytes(from) : on_line_bytes(from);
}

bool receiver::on_request_bytes(client& from) {
  while (from.in.size() != 0) {
    const http1::progress now = from.parser.consume(from.in.data(), from.in.size());
    if (now == http1::progress::need_more) {
      if (from.continued || !from.parser.head_complete()) return true;
      from.continued = true;
      return !http1::expects_continue(from.parser.head(from.in.data())) ||
             send_all(from.fd, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (now != http1::progress::complete) {
      const int status = status_of(now);
      (void)send_status(from.fd, status, false);
      sink_.refused("a telemetry request was answered " + std::to_string(status) + " " +
                    std::string(reason_of(status)));
      return false;
    }
    const std::string_view method = from.parser.method(from.in.data());
    int status = 405;
    if (method == "POST" || method == "PUT") {
      status = sink_.take(from.parser.body(from.in.data()), protocol::http) ? 200 : 500;
    }
    const bool keep_alive = from.parser.keep_alive();
    if (!send_status(from.fd, status, keep_alive) || !keep_alive) return false;
    from.in.drop_front(from.parser.consumed());
    from.parser.reset();
    from.continued = false;
  }
  return true;
}

bool receiver::on_line_bytes(client& from) {
  const std::string_view all(from.in.data(), from.in.size());
  const std::size_t last = all.rfind('\n');
  if (last == std::string_view::npos) {
    if (!from.skipping && all.size() <= limits_.line_bytes_max) return true;
    if (!from.skipping) {
      sink_.refused("a telemetry record of more than " + std::to_string(limits_.line_bytes_max) +
                    " bytes was left out");
    }
    from.skipping = true;
    from.in.clear();
    return true;
  }
  std::string_view lines = all.substr(0, last + 1);
  if (from.skipping) {
    lines.remove_prefix(lines.find('\n') + 1);
    from.skipping = false;
  }
  if (!lines.empty()) (void)sink_.take(lines, protocol::tcp);
  from.in.drop_front(last + 1);
  return true;
}

// A last line may lack its end.
void receiver::on_end(client& from) {
  if (framing_ != protocol::tcp || from.skipping || from.in.size() == 0) return;
  (void)sink_.take({from.in.data(), from.in.size()}, protocol::tcp);
}

}  // namespace lambent::telemetry
