// An HTTP/1.1 server on one event loop: it owns connections, framing, limits and keep-alive, and
// hands requests to a handler, which answers each now or later. It knows no path and no AWS.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "engine/http/exchange.hpp"
#include "engine/http/message.hpp"

namespace boost::asio {
class io_context;
}

namespace lambent::http {

struct server_state;

struct server_limits {
  std::size_t head_bytes_max = 64 * 1024;
  std::size_t connections_max = 4096;
  // An oversized body is read to its end up to here, so that the sender can read why it was
  // refused.
  std::uint64_t discarded_bytes_max = 512ULL * 1024 * 1024;
  // A request that has begun must be whole within this time.
  std::chrono::seconds request_time_max{120};
  // A body that is read in pieces, and wanted, is broken off when nothing of it has come for so
  // long.
  std::chrono::seconds body_silence_max{300};
  std::chrono::milliseconds sweep_every{10'000};  // How often these two times are looked at.
};

class handler {
public:
  virtual ~handler() = default;
  // How this request's body is to be read; called when its head is there.
  [[nodiscard]] virtual body_plan plan_body(const request& head) const = 0;
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
