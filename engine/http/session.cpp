#include "engine/http/session.hpp"

#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/write.hpp>
#include <utility>

#include "engine/http/server_state.hpp"
#include "engine/http/wire.hpp"

namespace lambent::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// How much a lagging client of a response in pieces may leave with us before its writer is held up.
constexpr std::size_t outgoing_bytes_max = 256 * 1024;
// How long a connection whose request was answered early is read on, so that the answer is not lost
// in a reset.
constexpr std::chrono::seconds draining_max{10};

// Of a file, sent before other connections have their turn.
constexpr std::uint64_t file_turn_bytes = 512 * 1024;

}  // namespace

session::session(tcp::socket&& socket, std::shared_ptr<server_state> owner)
    : socket_(std::move(socket)),
      server_(std::move(owner)),
      reader_({server_->limits.head_bytes_max, server_->limits.discarded_bytes_max}) {
  server_->sessions.insert(this);
}

session::~session() { server_->sessions.erase(this); }

void session::abandon() {
  boost::system::error_code ignored;
  socket_.close(ignored);
  sink_ = nullptr;
}

void session::close_if_slow(std::chrono::steady_clock::time_point now) {
  bool slow = phase_ == phase::request && reader_.within_request() &&
              now - began_ > server_->limits.request_time_max;
  if (slow || (phase_ == phase::draining && now - began_ > draining_max)) return abandon();
  if (phase_ == phase::body && reading_ && now - heard_ > server_->limits.body_silence_max) {
    // The read that waits fails, and whoever takes the body hears of it.
    boost::system::error_code ignored;
    socket_.close(ignored);
  }
}

bool session::peer_gone() {
  char byte = 0;
  ssize_t n = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

std::string session::peer_address() const {
  boost::system::error_code ec;
  auto endpoint = socket_.remote_endpoint(ec);
  return ec ? std::string() : endpoint.address().to_string();
}

bool session::reads() const {
  if (!socket_.is_open() || reading_) return false;
  return phase_ == phase::request || phase_ == phase::draining ||
         (phase_ == phase::body && sink_ != nullptr && !paused_);
}

void session::pump() {
  // A handler may answer at once: then the loop goes on here instead of growing the stack.
  if (std::exchange(pumping_, true)) return;
  auto self = shared_from_this();
  while (reads() && step()) {
  }
  pumping_ = false;
}

// False once more bytes are needed, or the connection is done.
bool session::step() {
  if (phase_ == phase::draining) {
    reader_.discard_bytes();
    read_more();
    return false;
  }
  bool begins = !reader_.within_request() && reader_.has_bytes();
  if (begins) began_ = std::chrono::steady_clock::now();
  auto what = reader_.next();
  switch (what) {
    case request_reader::event::need_more:
      read_more();
      return false;
    case request_reader::event::refused:
      if (phase_ == phase::body) {
        take_body(what);
      } else {
        refuse();
      }
      return false;
    case request_reader::event::head: {
      body_plan plan = server_->serving->plan_body(reader_.request());
      reader_.plan_body(plan);
      if (reader_.wants_continue()) {
        boost::system::error_code ec;
        asio::write(socket_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")), ec);
      }
      if (plan.in_pieces) hand_over(false);
      return true;
    }
    case request_reader::event::piece:
      take_body(what);
      return true;
    case request_reader::event::whole:
      if (phase_ == phase::body) {
        take_body(what);
      } else {
        hand_over(true);
      }
      return true;
  }
  return false;
}

void session::hand_over(bool whole) {
  http::request& r = reader_.request();
  close_after_ = !reader_.keep_alive();
  paused_ = false;
  head_only_ = r.method == "HEAD";
  http_1_0_ = reader_.http_1_0();
  phase_ = whole ? phase::answering : phase::body;
  server_->serving->handle(exchange(std::move(r), reader_.body_too_large(), shared_from_this()));
}

void session::take_body(request_reader::event what) {
  if (what == request_reader::event::piece) {
    paused_ = !sink_->on_body(reader_.piece());
    return;
  }
  body_sink* to = std::exchange(sink_, nullptr);
  if (what == request_reader::event::whole) {
    phase_ = phase::answering;
    return to->on_body_end(reader_.trailers());
  }
  close_after_ = true;
  to->on_body_broken();
}

void session::receive_body(body_sink& to) {
  sink_ = &to;
  pump();
}

void session::resume_body() {
  paused_ = false;
  pump();
}

void session::read_more() {
  reading_ = true;
  heard_ = std::chrono::steady_clock::now();
  auto room = reader_.prepare();
  socket_.async_read_some(asio::buffer(room.data(), room.size()),
                          [self = shared_from_this()](boost::system::error_code ec, std::size_t n) {
                            self->reading_ = false;
                            if (ec || !self->server_->serving) return self->read_failed();
                            self->reader_.commit(n);
                            if (self->phase_ == phase::draining) {
                              self->drained_ += n;
                              if (self->drained_ > self->server_->limits.discarded_bytes_max)
                                return self->abandon();
                            }
                            self->pump();
                          });
}

void session::read_failed() {
  if (body_sink* to = std::exchange(sink_, nullptr)) to->on_body_broken();
  if (phase_ == phase::draining) abandon();
}

// An answer before the end of the body leaves bytes on the way that nobody will read as a request.
bool session::closes_after_answer() {
  if (phase_ == phase::body) close_after_ = true;
  return close_after_;
}

void session::respond(http::response&& answer) {
  if (!socket_.is_open()) return;
  head_ = response_head(answer, body_framing::length, closes_after_answer());
  body_ = std::move(answer.body);
  file_ = std::move(answer.file);
  if (head_only_ || bodiless(answer.status)) file_.reset();
  if (head_only_ || bodiless(answer.status) || file_) body_.clear();
  boost::system::error_code ec;
  std::array<asio::const_buffer, 2> out{asio::buffer(head_), asio::buffer(body_)};
  std::size_t done = socket_.write_some(out, ec);
  if (ec && ec != asio::error::would_block) return abandon();
  if (done == head_.size() + body_.size()) return written();
  write_rest(done);
}

void session::write_rest(std::size_t done) {
  std::size_t from_head = std::min(done, head_.size());
  std::array<asio::const_buffer, 2> rest{asio::buffer(head_) + from_head,
                                         asio::buffer(body_) + (done - from_head)};
  asio::async_write(socket_, rest,
                    [self = shared_from_this()](boost::system::error_code ec, std::size_t) {
                      if (ec) return self->abandon();
                      self->written();
                    });
}

void session::send_file() {
  auto turn = static_cast<std::size_t>(std::min(file_->size, file_turn_bytes));
  auto offset = static_cast<off_t>(file_->offset);
  ssize_t sent = ::sendfile(socket_.native_handle(), file_->file.get(), &offset, turn);
  // The length is on the wire already: a file that has become shorter can only end the connection.
  if (sent == 0 || (sent < 0 && errno != EAGAIN && errno != EINTR)) return abandon();
  if (sent > 0) {
    file_->offset += static_cast<std::uint64_t>(sent);
    file_->size -= static_cast<std::uint64_t>(sent);
  }
  if (file_->size == 0) return written();
  socket_.async_wait(tcp::socket::wait_write,
                     [self = shared_from_this()](boost::system::error_code ec) {
                       if (ec) return self->abandon();
                       self->send_file();
                     });
}

void session::written() {
  if (file_ && file_->size > 0) return send_file();
  file_.reset();
  body_.clear();
  boost::system::error_code ignored;
  if (phase_ == phase::body) {
    sink_ = nullptr;
    phase_ = phase::draining;
    began_ = std::chrono::steady_clock::now();
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    return pump();
  }
  if (close_after_) {
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    return abandon();
  }
  phase_ = phase::request;
  reader_.reset();
  pump();
}

void session::refuse() {
  close_after_ = true;
  head_only_ = false;
  phase_ = phase::answering;
  auto [status, why] = reader_.refusal();
  respond(server_->serving->refuse(status, why));
}

void session::respond_in_pieces(const http::response& head) {
  out_ = std::make_unique<outgoing>();
  out_->chunked = !http_1_0_;
  out_->mute = head_only_ || bodiless(head.status);
  if (http_1_0_) close_after_ = true;
  out_->waiting = response_head(head, http_1_0_ ? body_framing::until_close : body_framing::chunked,
                                closes_after_answer());
}

bool session::write_body(std::string_view bytes, bool last) {
  if (!out_ || !socket_.is_open()) return true;
  if (out_->mute) bytes = {};
  send_pieces(bytes, last);
  return !out_ || out_->waiting.size() + out_->sending.size() < outgoing_bytes_max;
}

void session::when_room(std::move_only_function<void()> then) {
  if (out_) out_->room = std::move(then);
}

// Frames the bytes and gives the kernel what it takes at once; the rest is copied.
void session::send_pieces(std::string_view bytes, bool last) {
  chunk_head_buffer scratch;
  bool framed = out_->chunked && !out_->mute;
  std::string_view chunk = framed && !bytes.empty() ? chunk_head(bytes.size(), scratch) : "";
  std::string_view after_chunk = chunk.empty() ? "" : "\r\n";
  std::string_view end = framed && last ? "0\r\n\r\n" : "";
  out_->ended = last;
  if (!out_->sending.empty()) {
    out_->waiting.append(chunk).append(bytes).append(after_chunk).append(end);
    return;
  }
  std::string head = std::move(out_->waiting);
  out_->waiting.clear();
  std::array<std::string_view, 5> parts{head, chunk, bytes, after_chunk, end};
  std::array<asio::const_buffer, 5> buffers;
  std::size_t total = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    buffers[i] = asio::const_buffer(parts[i].data(), parts[i].size());
    total += parts[i].size();
  }
  boost::system::error_code ec;
  std::size_t done = total == 0 ? 0 : socket_.write_some(buffers, ec);
  if (ec && ec != asio::error::would_block) return abandon();
  if (done == total) return pieces_sent();
  for (std::string_view part : parts) {
    std::size_t gone = std::min(done, part.size());
    out_->sending.append(part.substr(gone));
    done -= gone;
  }
  send_waiting();
}

void session::send_waiting() {
  asio::async_write(socket_, asio::buffer(out_->sending),
                    [self = shared_from_this()](boost::system::error_code ec, std::size_t) {
                      if (!self->out_) return;
                      outgoing& o = *self->out_;
                      o.sending = std::exchange(o.waiting, {});
                      if (ec) {
                        o.sending.clear();
                        self->abandon();
                      } else if (!o.sending.empty()) {
                        self->send_waiting();
                      }
                      auto room = o.sending.size() < outgoing_bytes_max
                                      ? std::exchange(o.room, nullptr)
                                      : nullptr;
                      if (!ec && o.sending.empty()) self->pieces_sent();
                      if (room) room();
                    });
}

void session::pieces_sent() {
  if (!out_->ended) return;
  out_.reset();
  written();
}

}  // namespace lambent::http
