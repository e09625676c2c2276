#include "engine/http/server.hpp"

#include <sys/socket.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <ctime>
#include <optional>
#include <unordered_set>
#include <utility>

#include "engine/http/wire.hpp"

namespace lambent::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using parser = beast::http::request_parser<beast::http::string_body>;

namespace {

constexpr std::size_t read_bytes = 64 * 1024;
constexpr std::chrono::seconds sweep_period{10};

}  // namespace

struct server_state : std::enable_shared_from_this<server_state> {
  server_state(asio::io_context& on, handler& h, server_limits l)
      : loop(on), acceptor(on), retry(on), sweep(on), serving(&h), limits(l) {}

  void accept();
  void sweep_later();
  void close();

  asio::io_context& loop;
  tcp::acceptor acceptor;
  asio::steady_timer retry, sweep;
  handler* serving;  // nullptr once the server has gone.
  server_limits limits;
  std::unordered_set<session*> sessions;
};

class session : public std::enable_shared_from_this<session> {
public:
  session(tcp::socket&& socket, std::shared_ptr<server_state> owner)
      : socket_(std::move(socket)), server_(std::move(owner)) {
    server_->sessions.insert(this);
  }
  ~session() { server_->sessions.erase(this); }

  void pump();
  void respond(http::response&& answer);
  void abandon() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }
  void close_if_slow(std::chrono::steady_clock::time_point now) {
    if (parser_ && !with_handler_ && now - began_ > server_->limits.request_time_max) abandon();
  }
  [[nodiscard]] bool peer_gone() {
    char byte = 0;
    ssize_t n = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
  }
  [[nodiscard]] std::string peer_address() const {
    boost::system::error_code ec;
    auto endpoint = socket_.remote_endpoint(ec);
    return ec ? std::string() : endpoint.address().to_string();
  }

private:
  enum class progress : std::uint8_t { more, whole, refused };

  void read_more();
  progress parse();
  progress begin_body();
  progress discard(std::size_t available);
  void hand_over();
  void refuse(int status, std::string_view why);
  void write_rest(std::size_t done);
  void written();

  tcp::socket socket_;
  // Owners: the server, and every session, so that a session can leave the server's set.
  std::shared_ptr<server_state> server_;
  beast::flat_buffer in_;
  std::optional<parser> parser_;
  std::chrono::steady_clock::time_point began_{};
  std::uint64_t discard_left_ = 0;
  bool discarding_ = false;
  bool with_handler_ = false;  // An exchange is out; nothing is read until it is answered.
  bool pumping_ = false;
  bool close_after_ = false;
  std::string head_, body_;
};

void session::pump() {
  // A handler may answer at once: then the loop goes on here instead of growing the stack.
  if (std::exchange(pumping_, true)) return;
  auto self = shared_from_this();
  while (!with_handler_ && socket_.is_open()) {
    progress p = in_.size() > 0 ? parse() : progress::more;
    if (p == progress::refused) break;
    if (p == progress::more) {
      read_more();
      break;
    }
    hand_over();
  }
  pumping_ = false;
}

void session::read_more() {
  socket_.async_read_some(in_.prepare(read_bytes),
                          [self = shared_from_this()](boost::system::error_code ec, std::size_t n) {
                            if (ec || !self->server_->serving) return;
                            self->in_.commit(n);
                            self->pump();
                          });
}

session::progress session::parse() {
  if (discarding_) return discard(in_.size());
  if (!parser_) {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(server_->limits.head_bytes_max));
    parser_->body_limit(boost::none);
    began_ = std::chrono::steady_clock::now();
  }
  while (true) {
    boost::system::error_code ec;
    bool had_head = parser_->is_header_done();
    std::size_t used = parser_->put(in_.data(), ec);
    in_.consume(used);
    if (ec == beast::http::error::need_more) return progress::more;
    if (ec == beast::http::error::header_limit) {
      refuse(431, "The request's header fields are too large");
      return progress::refused;
    }
    if (ec == beast::http::error::body_limit) {
      // Chunked, so its end is not known in advance: say so and hang up.
      refuse(413, "The request's body is too large");
      return progress::refused;
    }
    if (ec) {
      refuse(400, "The request is not valid HTTP/1.1");
      return progress::refused;
    }
    if (!had_head && parser_->is_header_done()) {
      progress p = begin_body();
      if (p == progress::refused || discarding_) return p;
    }
    if (parser_->is_done()) return progress::whole;
    if (in_.size() == 0) return progress::more;
  }
}

session::progress session::begin_body() {
  const auto& head = parser_->get();
  std::size_t limit =
      server_->serving->body_bytes_max({head.method_string().data(), head.method_string().size()},
                                       {head.target().data(), head.target().size()});
  auto length = parser_->content_length();
  if (length && *length > limit) {
    if (*length > server_->limits.discarded_bytes_max) {
      refuse(413, "The request's body is too large");
      return progress::refused;
    }
    discarding_ = true;
    discard_left_ = *length;
  } else {
    parser_->body_limit(limit);
    parser_->eager(true);
  }
  auto expect = head.find(beast::http::field::expect);
  if (expect != head.end() && beast::iequals(expect->value(), "100-continue")) {
    boost::system::error_code ec;
    asio::write(socket_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")), ec);
  }
  return discarding_ ? discard(in_.size()) : progress::more;
}

session::progress session::discard(std::size_t available) {
  std::size_t taken = static_cast<std::size_t>(std::min<std::uint64_t>(available, discard_left_));
  in_.consume(taken);
  discard_left_ -= taken;
  return discard_left_ == 0 ? progress::whole : progress::more;
}

void session::hand_over() {
  auto& message = parser_->get();
  http::request r;
  r.method.assign(message.method_string());
  r.target.assign(message.target());
  std::size_t fields = 0;
  std::size_t bytes = 0;
  for (const auto& field : message) {
    ++fields;
    bytes += field.name_string().size() + field.value().size();
  }
  r.headers.reserve(fields, bytes);
  for (const auto& field : message) {
    const auto name = field.name_string();
    const auto value = field.value();
    r.headers.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  r.body = std::move(message.body());
  close_after_ = !parser_->keep_alive();
  bool too_large = std::exchange(discarding_, false);
  with_handler_ = true;
  server_->serving->handle(exchange(std::move(r), too_large, shared_from_this()));
}

void session::respond(http::response&& answer) {
  if (!socket_.is_open()) return;
  head_ = response_head(answer, close_after_);
  body_ = std::move(answer.body);
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

void session::written() {
  body_.clear();
  parser_.reset();
  with_handler_ = false;
  if (close_after_) {
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    return abandon();
  }
  pump();
}

void session::refuse(int status, std::string_view why) {
  close_after_ = true;
  with_handler_ = true;
  respond(server_->serving->refuse(status, why));
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

void exchange::respond(http::response&& answer) {
  if (auto s = std::move(session_)) s->respond(std::move(answer));
}

bool exchange::peer_gone() const { return !session_ || session_->peer_gone(); }

std::string exchange::peer_address() const {
  return session_ ? session_->peer_address() : std::string();
}

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
  sweep.expires_after(sweep_period);
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
