#include "engine/http/server.hpp"

#include <sys/socket.h>

#include <utility>

#include "engine/http/server_state.hpp"
#include "engine/http/session.hpp"

namespace lambent::http {

namespace asio = boost::asio;
using asio::ip::tcp;

http::response handler::refuse(int status, std::string_view why) const {
  http::response r;
  r.status = status;
  r.headers.add("Content-Type", "application/json");
  r.body = R"({"message":")" + std::string(why) + R"("})";
  return r;
}

void server_state::accept() {
  acceptor.async_accept([self = shared_from_this()](boost::system::error_code ec, tcp::socket s) {
    if (!self->serving || ec == asio::error::operation_aborted) return;
    if (ec) {
      // Out of descriptors, most likely: trying again at once would spin.
      self->retry.expires_after(std::chrono::milliseconds(50));
      self->retry.async_wait([self](boost::system::error_code stopped) {
        if (!stopped && self->serving) self->accept();
      });
      return;
    }
    if (self->sessions.size() < self->limits.connections_max) {
      boost::system::error_code ignored;
      s.set_option(tcp::no_delay(true), ignored);
      s.non_blocking(true, ignored);
      std::make_shared<session>(std::move(s), self)->pump();
    }
    self->accept();
  });
}

void server_state::sweep_later() {
  sweep.expires_after(limits.sweep_every);
  sweep.async_wait([self = shared_from_this()](boost::system::error_code ec) {
    if (ec || !self->serving) return;
    auto now = std::chrono::steady_clock::now();
    for (session* s : self->sessions) s->close_if_slow(now);
    self->sweep_later();
  });
}

void server_state::close() {
  serving = nullptr;
  boost::system::error_code ignored;
  acceptor.close(ignored);
  retry.cancel();
  sweep.cancel();
  for (session* s : sessions) s->abandon();
}

server::server(asio::io_context& on, fd listener, handler& serving, server_limits limits)
    : state_(std::make_shared<server_state>(on, serving, limits)) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  bool v6 = ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
            address.ss_family == AF_INET6;
  state_->acceptor.assign(v6 ? tcp::v6() : tcp::v4(), listener.release());
  state_->accept();
  state_->sweep_later();
}

server::~server() { state_->close(); }

result<fd> listen_tcp(const std::string& host, std::uint16_t port) {
  boost::system::error_code ec;
  auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, ec);
  if (ec)
    return fail("listen on " + host + ": not a numeric address",
                "give an address such as 127.0.0.1");
  tcp::endpoint endpoint(address, port);
  fd socket(::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return sys_fail("create a socket");
  int on = 1;
  (void)::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  std::string where = host + ":" + std::to_string(port);
  if (::bind(socket.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0) {
    auto failed = sys_fail("listen on " + where);
    if (errno == EADDRINUSE)
      failed.error().hint = "another program listens there; choose another --port, or --port 0";
    return failed;
  }
  if (::listen(socket.get(), SOMAXCONN) != 0) return sys_fail("listen on " + where);
  return socket;
}

result<std::uint16_t> local_port(const fd& listener) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
    return sys_fail("read the listener's address");
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                                             : reinterpret_cast<sockaddr_in*>(&address)->sin_port);
}

}  // namespace lambent::http
