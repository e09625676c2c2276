#include "cli/watch/tls/tls_front.hpp"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/x509err.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <thread>
#include <utility>

#include "engine/http/server.hpp"

namespace lambent::cli::watch {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t connections_max = 1024;
constexpr std::size_t buffer_bytes = 32UL * 1024;
constexpr std::chrono::seconds handshake_max{10};
constexpr std::chrono::seconds farewell_max{2};
constexpr std::chrono::milliseconds accept_pause{100};

// Compilers and functions are started meanwhile, and get no connection of a client's.
void close_on_exec(tcp::socket& socket) {
  (void)::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC);
}

// One connection: two streams of bytes, one each way, until either end closes. What is pending owns
// it.
class connection : public std::enable_shared_from_this<connection> {
public:
  connection(tcp::socket&& from, ssl::context& with, tcp::endpoint to, std::size_t& open)
      : client_(std::move(from), with),
        server_(client_.get_executor()),
        clock_(client_.get_executor()),
        to_(std::move(to)),
        open_(open) {
    ++open_;
  }
  ~connection() { --open_; }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  void start() {
    give_up_after(handshake_max);
    client_.async_handshake(ssl::stream_base::server, [self = shared_from_this()](error_code ec) {
      if (ec) return self->close();
      error_code unopened;
      self->server_.open(self->to_.protocol(), unopened);
      if (unopened) return self->close();
      close_on_exec(self->server_);
      self->server_.async_connect(self->to_, [self](error_code refused) {
        if (refused) return self->close();
        self->clock_.cancel();
        error_code ignored;
        self->server_.set_option(tcp::no_delay(true), ignored);
        self->carry(self->client_, self->server_, self->up_);
        self->carry(self->server_, self->client_, self->down_);
      });
    });
  }

private:
  using buffer = std::array<char, buffer_bytes>;

  template <class From, class To>
  void carry(From& from, To& to, buffer& through) {
    from.async_read_some(asio::buffer(through), [self = shared_from_this(), &from, &to, &through](
                                                    error_code ec, std::size_t size) {
      if (ec) return self->end_of(from);
      asio::async_write(to, asio::buffer(through.data(), size),
                        [self, &from, &to, &through](error_code failed, std::size_t) {
                          if (failed) return self->close();
                          self->carry(from, to, through);
                        });
    });
  }

  void end_of(ssl::stream<tcp::socket>&) { close(); }
  // The server has said all: clients tell a whole answer from a broken one by TLS's own farewell.
  void end_of(tcp::socket&) {
    give_up_after(farewell_max);
    client_.async_shutdown([self = shared_from_this()](error_code) { self->close(); });
  }

  void give_up_after(std::chrono::seconds time) {
    clock_.expires_after(time);
    clock_.async_wait([self = shared_from_this()](error_code ec) {
      if (!ec) self->close();
    });
  }

  void close() {
    error_code ignored;
    client_.lowest_layer().close(ignored);
    server_.close(ignored);
    clock_.cancel();
  }

  ssl::stream<tcp::socket> client_;
  tcp::socket server_;
  asio::steady_timer clock_;
  tcp::endpoint to_;
  std::size_t& open_;
  buffer up_{}, down_{};
};

// OpenSSL does not say why a file cannot be read.
result<> check_readable(const std::string& what, const std::string& file) {
  if (::access(file.c_str(), R_OK) != 0) return sys_fail(what + " " + file);
  return {};
}

result<> check_parsed(const error_code& ec, const std::string& what, const std::string& file) {
  if (!ec) return {};
  return fail(what + " " + file + ": " + ec.message(), "it has to be a file in PEM's form");
}

// OpenSSL looks while it reads a key, unless that is of another kind than the certificate's.
bool is_of_another_certificate(const error_code& read, ssl::context& context) {
  const auto code = static_cast<unsigned long>(read.value());
  if (read)
    return ERR_GET_LIB(code) == ERR_LIB_X509 && ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH;
  return ::SSL_CTX_check_private_key(context.native_handle()) != 1;
}

result<> prepare(ssl::context& context, const tls_files& files) {
  constexpr const char* certificate = "read the certificate";
  constexpr const char* key = "read the private key";
  constexpr const char* authority = "read the authority's certificate";
  error_code ec;
  context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv3 |
                          ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1,
                      ec);
  TRY(check_readable(certificate, files.certificate));
  context.use_certificate_chain_file(files.certificate, ec);
  TRY(check_parsed(ec, certificate, files.certificate));
  TRY(check_readable(key, files.key));
  context.use_private_key_file(files.key, ssl::context::pem, ec);
  if (is_of_another_certificate(ec, context))
    return fail("the key " + files.key + " is not the certificate's, " + files.certificate);
  TRY(check_parsed(ec, key, files.key));
  if (files.authority.empty()) return {};
  TRY(check_readable(authority, files.authority));
  context.load_verify_file(files.authority, ec);
  TRY(check_parsed(ec, authority, files.authority));
  context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, ec);
  if (ec) return fail("ask clients for a certificate: " + ec.message());
  // OpenSSL refuses to resume the session of a client that has shown one, unless it knows whose
  // sessions these are.
  constexpr std::string_view sessions_of = "lambent watch";
  if (::SSL_CTX_set_session_id_context(context.native_handle(),
                                       reinterpret_cast<const unsigned char*>(sessions_of.data()),
                                       sessions_of.size()) != 1)
    return fail("name the TLS sessions");
  return {};
}

}  // namespace

struct tls_front::state {
  // Before the loop, whose end is that of the connections.
  ssl::context context{ssl::context::tls_server};
  std::size_t open = 0;
  asio::io_context loop{1};
  tcp::acceptor acceptor{loop};
  asio::steady_timer pause{loop};
  tcp::endpoint server;
  std::uint16_t port = 0;
  std::jthread thread;

  void accept() {
    // Who comes meanwhile waits in the listener's queue: somebody closes one soon.
    if (open >= connections_max) return accept_later();
    acceptor.async_accept([this](error_code ec, tcp::socket socket) {
      if (ec == asio::error::operation_aborted) return;
      // Most likely there are no descriptors left.
      if (ec) return accept_later();
      close_on_exec(socket);
      error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      std::make_shared<connection>(std::move(socket), context, server, open)->start();
      accept();
    });
  }

  void accept_later() {
    pause.expires_after(accept_pause);
    pause.async_wait([this](error_code ec) {
      if (!ec) accept();
    });
  }
};

std::string loopback_of_family(std::string_view host) {
  return host.contains(':') ? "::1" : "127.0.0.1";
}

tls_front::tls_front(std::unique_ptr<state> made) : state_(std::move(made)) {}

tls_front::~tls_front() {
  state_->loop.stop();
  state_->thread.join();
}

std::uint16_t tls_front::port() const { return state_->port; }

result<std::unique_ptr<tls_front>> tls_front::open(const tls_settings& settings) {
  auto made = std::make_unique<state>();
  TRY(prepare(made->context, settings.files));
  fd listener = TRY(http::listen_tcp(settings.host, settings.port));
  made->port = TRY(http::local_port(listener));
  error_code ec;
  auto server = asio::ip::make_address(loopback_of_family(settings.host), ec);
  made->server = tcp::endpoint(server, settings.server_port);
  made->acceptor.assign(made->server.protocol(), listener.release(), ec);
  if (ec) return fail("listen for TLS: " + ec.message());
  made->accept();
  made->thread = std::jthread([loop = &made->loop] { loop->run(); });
  return std::unique_ptr<tls_front>(new tls_front(std::move(made)));
}

}  // namespace lambent::cli::watch
