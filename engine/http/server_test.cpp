#include "engine/http/server.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace lambent;

namespace {

// Answers every request with what it saw; "/later" is answered when the next request comes.
struct echo_handler final : http::handler {
  std::size_t body_bytes_max(std::string_view, std::string_view target) const override {
    return target == "/small" ? 10 : 10'000'000;
  }
  void handle(http::exchange&& call) override {
    if (call.request.target == "/later") {
      parked.push_back(std::move(call));
      return;
    }
    if (call.request.target == "/drop") return;
    for (auto& waiting : parked) waiting.respond({200, {}, "late"});
    parked.clear();
    std::string seen = call.request.method + " " + call.request.target + " " +
                       std::to_string(call.request.body.size()) +
                       (call.body_too_large ? " too large" : "");
    call.respond({200, {{"X-Test", "a\r\nb"}}, seen});
  }
  std::vector<http::exchange> parked;
};

// A server on its own thread, ended by the destructor.
class running_server {
public:
  running_server() {
    auto listener = http::listen_tcp("127.0.0.1", 0);
    REQUIRE(listener.has_value());
    port_ = http::local_port(*listener).value();
    server_.emplace(loop_, std::move(*listener), handler_,
                    http::server_limits{.head_bytes_max = 2000});
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~running_server() {
    loop_.stop();
    thread_.join();
  }
  fd connect() const {
    fd s(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port_);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(s.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
    timeval limit{10, 0};
    ::setsockopt(s.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return s;
  }

private:
  boost::asio::io_context loop_;
  echo_handler handler_;
  std::optional<http::server> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

void send(const fd& s, std::string_view bytes) {
  REQUIRE(::send(s.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == ssize_t(bytes.size()));
}

// Everything up to and with `end`, or up to the end of the stream.
std::string read_until(const fd& s, std::string_view end) {
  std::string got;
  char byte = 0;
  while (!got.ends_with(end) && ::recv(s.get(), &byte, 1, 0) == 1) got += byte;
  return got;
}

std::string status_line(const std::string& response) {
  return response.substr(0, response.find('\r'));
}

}  // namespace

TEST_CASE("requests on one connection are answered in order, even when sent at once") {
  running_server server;
  fd s = server.connect();
  send(s,
       "GET /a HTTP/1.1\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /c "
       "HTTP/1.1\r\n\r\n");
  CHECK(read_until(s, "GET /a 0").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(read_until(s, "POST /b 3").find("Content-Length: 9\r\n") != std::string::npos);
  CHECK(read_until(s, "GET /c 0").ends_with("GET /c 0"));
}

TEST_CASE("a header value cannot smuggle a line break into the response") {
  running_server server;
  fd s = server.connect();
  send(s, "GET /a HTTP/1.1\r\n\r\n");
  CHECK(read_until(s, "GET /a 0").find("X-Test: a  b\r\n") != std::string::npos);
}

TEST_CASE("a chunked body arrives whole") {
  running_server server;
  fd s = server.connect();
  send(s, "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  CHECK(read_until(s, "POST /x 5").ends_with("POST /x 5"));
}

TEST_CASE("a body over the limit is read to its end and reported, and the connection lives on") {
  running_server server;
  fd s = server.connect();
  send(s, "POST /small HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
  send(s, std::string(100000, 'x'));
  CHECK(read_until(s, "too large").ends_with("POST /small 0 too large"));
  send(s, "GET /again HTTP/1.1\r\n\r\n");
  CHECK(read_until(s, "GET /again 0").ends_with("GET /again 0"));
}

TEST_CASE("a chunked body over the limit is refused with 413") {
  running_server server;
  fd s = server.connect();
  send(s,
       "POST /small HTTP/1.1\r\nTransfer-Encoding: "
       "chunked\r\n\r\n14\r\n01234567890123456789\r\n0\r\n\r\n");
  CHECK(status_line(read_until(s, "<end>")) == "HTTP/1.1 413 Payload Too Large");
}

TEST_CASE("what is not HTTP is refused with 400 and the connection ends") {
  running_server server;
  fd s = server.connect();
  send(s, "\x16\x03\x01 garbage\r\n\r\n");
  CHECK(status_line(read_until(s, "<end>")) == "HTTP/1.1 400 Bad Request");
}

TEST_CASE("a head over the limit is refused with 431") {
  running_server server;
  fd s = server.connect();
  send(s, "GET / HTTP/1.1\r\nX: " + std::string(5000, 'x') + "\r\n\r\n");
  CHECK(status_line(read_until(s, "<end>")) == "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST_CASE("a client that expects 100-continue gets it before its body") {
  running_server server;
  fd s = server.connect();
  send(s, "POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(read_until(s, "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  send(s, "ab");
  CHECK(read_until(s, "POST /x 2").ends_with("POST /x 2"));
}

TEST_CASE("an answer may come later, after other connections were served") {
  running_server server;
  fd waiting = server.connect();
  fd other = server.connect();
  send(waiting, "GET /later HTTP/1.1\r\n\r\n");
  CHECK(::recv(waiting.get(), nullptr, 0, MSG_DONTWAIT) <= 0);
  std::string got;
  // The two connections race; "late" needs one request after /later has arrived.
  for (int i = 0; i < 1000 && got.empty(); ++i) {
    send(other, "GET /now HTTP/1.1\r\n\r\n");
    (void)read_until(other, "GET /now 0");
    char byte = 0;
    if (::recv(waiting.get(), &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 1)
      got = read_until(waiting, "late");
  }
  CHECK(got.ends_with("late"));
}

TEST_CASE("a request that nobody answers ends its connection instead of hanging") {
  running_server server;
  fd s = server.connect();
  send(s, "GET /drop HTTP/1.1\r\n\r\n");
  CHECK(read_until(s, "<end>").empty());
}

TEST_CASE("Connection: close is honoured") {
  running_server server;
  fd s = server.connect();
  send(s, "GET /a HTTP/1.1\r\nConnection: close\r\n\r\n");
  std::string all = read_until(s, "<end>");
  CHECK(all.ends_with("GET /a 0"));
  CHECK(all.find("Connection: close\r\n") != std::string::npos);
}
