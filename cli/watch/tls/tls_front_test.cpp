#include "cli/watch/tls/tls_front.hpp"

#include <doctest/doctest.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli::watch;
namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;

namespace {

template <class T, void (*Free)(T*)>
struct freed {
  void operator()(T* owned) const { Free(owned); }
};
using owned_key = std::unique_ptr<EVP_PKEY, freed<EVP_PKEY, EVP_PKEY_free>>;
using owned_certificate = std::unique_ptr<X509, freed<X509, X509_free>>;

struct close_file {
  void operator()(std::FILE* file) const { (void)std::fclose(file); }
};
using owned_file = std::unique_ptr<std::FILE, close_file>;

// NAME.pem and NAME.key: a certificate that signs itself.
tls_files make_certificate(const std::filesystem::path& folder, const std::string& name,
                           bool rsa = false) {
  const owned_key key(rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"));
  const owned_certificate made(X509_new());
  REQUIRE(key);
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME* subject = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(made.get(), subject);
  REQUIRE(X509_sign(made.get(), key.get(), EVP_sha256()) > 0);
  tls_files out{.certificate = folder / (name + ".pem"), .key = folder / (name + ".key")};
  const owned_file certificate_file(std::fopen(out.certificate.c_str(), "w"));
  const owned_file key_file(std::fopen(out.key.c_str(), "w"));
  REQUIRE(PEM_write_X509(certificate_file.get(), made.get()) == 1);
  REQUIRE(PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
          1);
  return out;
}

// Says "hello" to whoever connects, and closes.
class greeter {
public:
  greeter() {
    greet();
    thread_ = std::jthread([this] { loop_.run(); });
  }
  greeter(const greeter&) = delete;
  greeter& operator=(const greeter&) = delete;
  ~greeter() { loop_.stop(); }
  [[nodiscard]] std::uint16_t port() const { return port_; }

private:
  void greet() {
    acceptor_.async_accept([this](boost::system::error_code ec, tcp::socket one) {
      if (ec) return;
      asio::write(one, asio::buffer("hello", 5), ec);
      greet();
    });
  }

  asio::io_context loop_;
  tcp::acceptor acceptor_{loop_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  std::uint16_t port_ = acceptor_.local_endpoint().port();
  std::jthread thread_;
};

}  // namespace

TEST_CASE("a client with a certificate takes up its session again") {
  lambent::testing::temp_dir dir;
  tls_files files = make_certificate(dir.path, "here");
  files.authority = files.certificate;
  constexpr int times = 2;
  const greeter server;
  auto front = tls_front::open({.files = files, .host = "localhost", .server_port = server.port()});
  REQUIRE_MESSAGE(front, front.error().what);

  asio::io_context loop;
  ssl::context context(ssl::context::tlsv12_client);  // Has the session when hands are shaken.
  context.use_certificate_chain_file(files.certificate);
  context.use_private_key_file(files.key, ssl::context::pem);
  std::unique_ptr<SSL_SESSION, freed<SSL_SESSION, SSL_SESSION_free>> session;
  for (int i = 0; i < times; ++i) {
    ssl::stream<tcp::socket> client(loop, context);
    client.next_layer().connect({asio::ip::address_v4::loopback(), (*front)->port()});
    if (session) SSL_set_session(client.native_handle(), session.get());
    boost::system::error_code ec;
    client.handshake(ssl::stream_base::client, ec);
    REQUIRE_MESSAGE(!ec, ec.message());
    CHECK((SSL_session_reused(client.native_handle()) == 1) == (i > 0));
    std::array<char, 5> said{};
    asio::read(client, asio::buffer(said), ec);
    CHECK_MESSAGE(!ec, ec.message());
    CHECK(std::string(said.data(), said.size()) == "hello");
    // Without a farewell OpenSSL does not offer the session again.
    client.shutdown(ec);
    session.reset(SSL_get1_session(client.native_handle()));
  }
}

TEST_CASE("what is wrong with the files is said of the file that it is wrong with") {
  lambent::testing::temp_dir dir;
  const tls_files good = make_certificate(dir.path, "here");
  const tls_files other = make_certificate(dir.path, "other");
  const tls_files other_kind = make_certificate(dir.path, "rsa", true);
  const std::string text = dir.path / "text";
  std::ofstream(text) << "no PEM\n";
  const std::string absent = dir.path / "absent";
  auto refused = [](const tls_files& files) {
    auto opened = tls_front::open({.files = files, .host = "127.0.0.1", .server_port = 1});
    REQUIRE_FALSE(opened);
    return opened.error();
  };
  for (const std::string& key : {other.key, other_kind.key}) {
    const error wrong = refused({.certificate = good.certificate, .key = key});
    CHECK(wrong.what == "the key " + key + " is not the certificate's, " + good.certificate);
    CHECK(wrong.hint.empty());
  }
  for (const tls_files& files : {tls_files{.certificate = absent, .key = good.key},
                                 {.certificate = good.certificate, .key = absent},
                                 {good.certificate, good.key, absent}}) {
    const error wrong = refused(files);
    CHECK(wrong.what.ends_with(" " + absent + ": No such file or directory"));
    CHECK(wrong.hint.empty());
  }
  for (const tls_files& files : {tls_files{.certificate = text, .key = good.key},
                                 {.certificate = good.certificate, .key = text},
                                 {good.certificate, good.key, text}}) {
    const error wrong = refused(files);
    CHECK(wrong.what.find(" " + text + ": ") != std::string::npos);
    CHECK(wrong.hint == "it has to be a file in PEM's form");
  }
}
