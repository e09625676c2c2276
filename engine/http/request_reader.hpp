// Reads HTTP/1.1 requests out of a connection's bytes: heads, bodies whole or in pieces, trailers,
// and their limits. Bytes in, events out; no socket. The only unit that sees Boost.Beast.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/http/exchange.hpp"

namespace lambent::http {

struct reader_limits {
  std::size_t head_bytes_max = 0;         // Also of a chunk's head, and of all trailers.
  std::uint64_t discarded_bytes_max = 0;  // Of a body over its plan's limit.
};

class request_reader {
public:
  enum class event : std::uint8_t {
    need_more,  // Of the connection's bytes.
    head,       // request() has method, target and headers; plan_body() comes next.
    piece,      // piece() has bytes of a body in pieces.
    whole,      // The body has ended: in request(), or in trailers() where it came in pieces.
    refused,    // What came breaks HTTP or a limit: refusal(). Nothing can be read any more.
  };
  struct refusal_reason {
    int status = 0;
    std::string_view why;
  };

  explicit request_reader(reader_limits limits);
  ~request_reader();

  // Room for the next bytes of the connection, and how many of it were filled.
  [[nodiscard]] std::span<char> prepare();
  void commit(std::size_t bytes);
  [[nodiscard]] bool has_bytes() const;
  void discard_bytes();

  [[nodiscard]] event next();
  void plan_body(const body_plan& plan);
  // After `whole`: the next event belongs to the next request.
  void reset();

  // Of the current request, from `head` on; the caller may move it out at `whole`, or at `head`
  // where the body comes in pieces.
  [[nodiscard]] http::request& request();
  [[nodiscard]] std::string_view piece() const;
  [[nodiscard]] const headers& trailers() const;
  [[nodiscard]] bool body_too_large() const;
  [[nodiscard]] refusal_reason refusal() const;
  // A request has begun and is not whole.
  [[nodiscard]] bool within_request() const;
  [[nodiscard]] bool keep_alive() const;
  [[nodiscard]] bool http_1_0() const;
  // The sender waits for "100 Continue" before it sends the body.
  [[nodiscard]] bool wants_continue() const;

private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lambent::http
