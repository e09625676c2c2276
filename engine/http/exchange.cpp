#include "engine/http/exchange.hpp"

#include <utility>

#include "engine/http/session.hpp"

namespace lambent::http {

response_writer& response_writer::operator=(response_writer&& other) noexcept {
  if (this != &other) {
    if (session_) session_->abandon();
    session_ = std::move(other.session_);
  }
  return *this;
}

response_writer::~response_writer() {
  if (session_) session_->abandon();
}

bool response_writer::write(std::string_view bytes) {
  return !session_ || bytes.empty() || session_->write_body(bytes, false);
}

void response_writer::flush() {
  if (session_) (void)session_->write_body({}, false);
}

void response_writer::when_room(std::move_only_function<void()> then) {
  if (session_) session_->when_room(std::move(then));
}

void response_writer::finish(std::string_view last) {
  if (auto s = std::move(session_)) (void)s->write_body(last, true);
}

exchange::exchange(http::request&& received, bool too_large, std::shared_ptr<session> from)
    : request(std::move(received)), body_too_large(too_large), session_(std::move(from)) {}

exchange& exchange::operator=(exchange&& other) noexcept {
  if (this != &other) {
    if (session_) session_->abandon();
    request = std::move(other.request);
    body_too_large = other.body_too_large;
    session_ = std::move(other.session_);
  }
  return *this;
}

exchange::~exchange() {
  if (session_) session_->abandon();
}

void exchange::receive_body(body_sink& to) {
  if (session_) session_->receive_body(to);
}

void exchange::resume_body() {
  if (session_) session_->resume_body();
}

void exchange::respond(http::response&& answer) {
  if (auto s = std::move(session_)) s->respond(std::move(answer));
}

response_writer exchange::respond_in_pieces(const http::response& head) {
  if (session_) session_->respond_in_pieces(head);
  return response_writer(std::move(session_));
}

bool exchange::peer_gone() const { return !session_ || session_->peer_gone(); }

std::string exchange::peer_address() const {
  return session_ ? session_->peer_address() : std::string();
}

}  // namespace lambent::http
