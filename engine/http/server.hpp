// An HTTP/1.1 server on one event loop: it owns connections, framing, limits and keep-alive, and
// hands whole requests to a handler, which answers each now or later. It knows no path and no AWS.
// All of it runs on the loop's thread; so must every call of `exchange::respond`.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "engine/http/message.hpp"

namespace boost::asio {
class io_context;
}

namespace lambent::http {

class session;
struct server_state;

// A request and the right to answer it, once. Dropping it unanswered closes the connection.
class exchange {
public:
  exchange(http::request&& received, bool too_large, std::shared_ptr<session> from);
  exchange(exchange&&) noexcept = default;
  exchange& operator=(exchange&&) noexcept;
  ~exchange();

  http::request request;
  // The body was longer than the handler's limit; it has been read and thrown away.
  bool body_too_large = false;

  void respond(http::response&& answer);
  // The peer has closed its connection; asked just before an answer that must not be lost.
  [[nodiscard]] bool peer_gone() const;
  [[nodiscard]] std::string peer_address() const;

private:
  // Owners: the connection's pending read or write, and the exchange that will answer it.
  std::shared_ptr<session> session_;
};

struct server_limits {
  std::size_t head_bytes_max = 64 * 1024;
  std::size_t connections_max = 4096;
  // An oversized body is read to its end up to here, so that the sender can read why it was
  // refused.
  std::uint64_t discarded_bytes_max = 512ULL * 1024 * 1024;
  // A request that has begun must be whole within this time.
  std::chrono::seconds request_time_max{120};
};

class handler {
public:
  virtual ~handler() = default;
  // The largest body that this request may have; called when its head is there.
  [[nodiscard]] virtual std::size_t body_bytes_max(std::string_view method,
                                                   std::string_view target) const = 0;
  virtual void handle(exchange&& call) = 0;
  // What came was not HTTP, or broke a limit of the head; `status` says which.
  [[nodiscard]] virtual http::response refuse(int status, std::string_view why) const;
};

class server {
public:
  // `listener` is a listening, non-blocking TCP socket. `on` and `serving` must outlive the server.
  server(boost::asio::io_context& on, fd listener, handler& serving, server_limits limits = {});
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  // Closes the listener and every connection.
  ~server();

private:
  // Owners: the server, and its sessions and pending accepts, which outlive it by a moment.
  std::shared_ptr<server_state> state_;
};

// A listening, non-blocking socket on a numeric address; port 0 lets the kernel choose.
[[nodiscard]] result<fd> listen_tcp(const std::string& host, std::uint16_t port);
[[nodiscard]] result<std::uint16_t> local_port(const fd& listener);

}  // namespace lambent::http
