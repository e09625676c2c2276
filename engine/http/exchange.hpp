// One request and its answer as a handler sees them: the request whole or its body in pieces, the
// response whole or written piece by piece. Everything here runs on the server's loop thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/http/message.hpp"

namespace lambent::http {

class session;

// How a request's body is read.
struct body_plan {
  std::size_t bytes_max = 0;  // Longer ones are read to their end and thrown away.
  // The request is handed over with its head alone, and its body goes to a body_sink as it comes,
  // whatever its size.
  bool in_pieces = false;
};

// Takes a body that comes in pieces. Any call may answer or drop the exchange; none follows then.
class body_sink {
public:
  virtual ~body_sink() = default;
  // The next bytes, which are gone after the call. False: no more before exchange::resume_body().
  [[nodiscard]] virtual bool on_body(std::string_view bytes) = 0;
  // The body is complete; `trailers` are the fields behind it (RFC 9112 §7.1.2).
  virtual void on_body_end(const headers& trailers) = 0;
  // It never will be: the connection ended, or what came is not HTTP.
  virtual void on_body_broken() = 0;
};

// The right to write one response's body. Dropping it unfinished closes the connection, so that the
// client sees that the body was cut short.
class response_writer {
public:
  response_writer() = default;  // Writes nowhere.
  explicit response_writer(std::shared_ptr<session> to) : session_(std::move(to)) {}
  response_writer(response_writer&&) noexcept = default;
  response_writer& operator=(response_writer&&) noexcept;
  ~response_writer();

  // Head and first bytes leave together; what the client does not take at once is copied and kept.
  // False: the client lags, and `when_room` tells when to go on. A client that is gone takes
  // everything, and so never holds a writer up.
  bool write(std::string_view bytes);
  // Sends the head, for a response whose first bytes may be long in coming.
  void flush();
  // Calls `then` once, when the client has caught up or is gone; not within this call.
  void when_room(std::move_only_function<void()> then);
  // The last bytes, and the end.
  void finish(std::string_view last = {});
  [[nodiscard]] bool open() const { return session_ != nullptr; }

private:
  std::shared_ptr<session> session_;
};

// A request and the right to answer it, once. Dropping it unanswered closes the connection.
class exchange {
public:
  exchange(http::request&& received, bool too_large, std::shared_ptr<session> from);
  exchange(exchange&&) noexcept = default;
  exchange& operator=(exchange&&) noexcept;
  ~exchange();

  http::request request;  // Without its body where that comes in pieces.
  // The body was longer than the handler's limit; it has been read and thrown away.
  bool body_too_large = false;

  // For a body in pieces, once: it goes to `to`, which lives until its end or the answer.
  void receive_body(body_sink& to);
  void resume_body();

  // Before the end of a body in pieces, this ends the connection, too.
  void respond(http::response&& answer);
  // A response of status and headers alone, whose body follows; `head.body` is not looked at.
  [[nodiscard]] response_writer respond_in_pieces(const http::response& head);
  // The peer has closed its connection; asked just before an answer that must not be lost.
  [[nodiscard]] bool peer_gone() const;
  [[nodiscard]] std::string peer_address() const;

private:
  // Owners: the connection's pending read or write, and the exchange that will answer it.
  std::shared_ptr<session> session_;
};

}  // namespace lambent::http
