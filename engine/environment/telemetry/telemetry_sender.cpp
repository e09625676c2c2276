#include "engine/environment/telemetry/telemetry_sender.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <utility>

#include "engine/environment/lifecycle/moment.hpp"
#include "engine/environment/lifecycle/platform_record.hpp"

namespace lambent::environment {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

namespace {

constexpr unsigned attempts_max = 5;
constexpr std::chrono::milliseconds retry_pause{50};  // Longer by itself with each attempt.
constexpr std::uint64_t answer_bytes_max = 64 * 1024;

}  // namespace

struct telemetry_sender::connection {
  explicit connection(asio::io_context& loop) : socket(loop) {}

  tcp::socket socket;
  bool connected = false;
  beast::flat_buffer buffer;
  beast::http::request<beast::http::string_body> request;
  std::optional<beast::http::response_parser<beast::http::string_body>> answer;
};

telemetry_sender::telemetry_sender(asio::io_context& loop, extensions::subscription to,
                                   std::function<void()> want_socket)
    : loop_(loop),
      to_(std::move(to)),
      want_socket_(std::move(want_socket)),
      buffer_(to_.buffering, to_.destination.protocol),
      timer_(loop),
      retry_(loop) {}

telemetry_sender::~telemetry_sender() { close(); }

void telemetry_sender::close() {
  closed_ = true;
  at_.reset();
  timer_.cancel();
  retry_.cancel();
}

void telemetry_sender::add(const extensions::record& r) {
  if (!to_.wants(r)) return;
  buffer_.add(to_.form_of(r), std::chrono::steady_clock::now());
  pump();
}

void telemetry_sender::flush() {
  flushing_ = !buffer_.empty();
  pump();
}

void telemetry_sender::pump() {
  if (closed_ || sending_) return;
  auto due = buffer_.due();
  if (!due) {
    flushing_ = false;
    return;
  }
  moment now = read_clocks();
  if (!flushing_ && *due > now.steady) return arm_timer();
  sending_ = buffer_.take(iso_time(now.unix_ms), now.steady);
  attempts_ = 0;
  send();
}

void telemetry_sender::arm_timer() {
  timer_.expires_at(*buffer_.due());
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
    auto self = weak.lock();
    if (!ec && self) self->pump();
  });
}

void telemetry_sender::send() {
  ++attempts_;
  if (at_ && at_->connected) return write();
  if (!at_) want_connection();
}

void telemetry_sender::want_connection() {
  if (!std::exchange(asked_, true)) want_socket_();
}

void telemetry_sender::take_socket(fd&& socket) {
  asked_ = false;
  if (closed_) return;
  if (!socket) return failed("the sandbox made no socket");
  at_ = std::make_shared<connection>(loop_);
  boost::system::error_code ec;
  at_->socket.assign(tcp::v4(), socket.release(), ec);
  if (ec) return failed(ec.message());
  connect();
}

void telemetry_sender::connect() {
  tcp::endpoint inside(asio::ip::address_v4::loopback(), to_.destination.port);
  at_->socket.async_connect(inside,
                            [weak = weak_from_this(), at = at_](boost::system::error_code ec) {
                              auto self = weak.lock();
                              if (!self || self->at_ != at) return;
                              if (ec) return self->failed("connect: " + ec.message());
                              at->connected = true;
                              if (self->sending_) self->write();
                            });
}

void telemetry_sender::write() {
  auto written = [weak = weak_from_this(), at = at_](boost::system::error_code ec, std::size_t) {
    auto self = weak.lock();
    if (!self || self->at_ != at) return;
    if (ec) return self->failed("send: " + ec.message());
    if (self->to_.destination.protocol == extensions::protocol::tcp) return self->delivered();
    self->read_answer();
  };
  // Each attempt sends a copy: the batch is still there for the next one.
  at_->request = {};
  at_->request.body() = sending_->body;
  if (to_.destination.protocol == extensions::protocol::tcp)
    return asio::async_write(at_->socket, asio::buffer(at_->request.body()), std::move(written));
  auto& r = at_->request;
  r.method_string(to_.destination.method);
  r.target(to_.destination.path);
  r.version(11);
  r.set(beast::http::field::host, "sandbox.localdomain:" + std::to_string(to_.destination.port));
  r.set(beast::http::field::content_type, "application/json");
  r.prepare_payload();
  beast::http::async_write(at_->socket, r, std::move(written));
}

void telemetry_sender::read_answer() {
  at_->answer.emplace();
  at_->answer->body_limit(answer_bytes_max);
  beast::http::async_read(
      at_->socket, at_->buffer, *at_->answer,
      [weak = weak_from_this(), at = at_](boost::system::error_code ec, std::size_t) {
        auto self = weak.lock();
        if (!self || self->at_ != at) return;
        if (ec) return self->failed("wait for the subscriber's answer: " + ec.message());
        const unsigned status = at->answer->get().result_int();
        if (!at->answer->keep_alive()) self->at_.reset();
        if (status >= 400)
          return self->give_up("the subscriber answered " + std::to_string(status));
        self->delivered();
      });
}

void telemetry_sender::delivered() {
  sending_.reset();
  pump();
}

void telemetry_sender::failed(std::string_view why) {
  at_.reset();
  if (!sending_) return;  // The next batch tries again.
  if (attempts_ >= attempts_max) return give_up(why);
  // A connection that the subscriber closed after its last answer is made anew at once.
  retry_.expires_after(retry_pause * (attempts_ - 1));
  retry_.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
    auto self = weak.lock();
    if (!ec && self && !self->closed_ && self->sending_) self->send();
  });
}

void telemetry_sender::give_up(std::string_view why) {
  buffer_.note_lost(*sending_, why);
  delivered();
}

}  // namespace lambent::environment
