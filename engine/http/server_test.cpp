#include "engine/http/server.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace lambent;

namespace {

// Takes a body in pieces and tells how it begins; one that begins with "hold" holds until released.
struct piece_taker final : http::body_sink {
  explicit piece_taker(http::exchange&& c) : call(std::move(c)) {}
  bool on_body(std::string_view bytes) override {
    got += bytes;
    if (got.starts_with("stop")) call.respond({413, {}, "enough"});
    return released || !got.starts_with("hold");
  }
  void on_body_end(const http::headers& trailers) override {
    std::string_view told = std::string_view(got).substr(0, 8);
    call.respond(
        {200, {}, "took " + std::string(told) + " late=" + std::string(trailers.get("X-Late"))});
  }
  void on_body_broken() override { broken = true; }
  http::exchange call;
  std::string got;
  bool released = false;
  bool broken = false;
};

// Answers every request with what it saw; "/later" is answered when the next request comes.
struct echo_handler final : http::handler {
  http::body_plan plan_body(const http::request& head) const override {
    if (head.target == "/pieces") return {.in_pieces = true};
    return {.bytes_max = head.target == "/small" ? 10U : 10'000'000U};
  }
  void handle(http::exchange&& call) override {
    if (call.request.target == "/later") {
      parked.push_back(std::move(call));
      return;
    }
    if (call.request.target == "/drop") return;
    if (call.request.target == "/pieces") {
      taker = std::make_unique<piece_taker>(std::move(call));
      return taker->call.receive_body(*taker);
    }
    if (call.request.target == "/go-on") {
      taker->released = true;
      taker->call.resume_body();
    }
    if (call.request.target == "/broken")
      return call.respond({200, {}, taker && taker->broken ? "was broken" : "is whole"});
    if (call.request.target == "/file") return call.respond(file_response());
    if (call.request.target.starts_with("/stream")) return stream(std::move(call));
    for (auto& waiting : parked) waiting.respond({200, {}, "late"});
    parked.clear();
    if (call.request.target == "/nothing") return call.respond({204, {}, "no body"});
    std::string seen = call.request.method + " " + call.request.target + " " +
                       std::to_string(call.request.body.size()) +
                       (call.body_too_large ? " too large" : "");
    if (call.request.headers.has("X-Late")) seen += " late yes";
    call.respond({200, {{"X-Test", "a\r\nb"}}, seen});
  }
  static http::response file_response() {
    http::response r;
    fd file(::memfd_create("test", MFD_CLOEXEC));
    std::string bytes = file_bytes();
    REQUIRE(::write(file.get(), bytes.data(), bytes.size()) == ssize_t(bytes.size()));
    r.file = {std::move(file), 1'000, 1'500'000};
    return r;
  }
  // 2 MB that differ from place to place.
  static std::string file_bytes() {
    std::string bytes;
    while (bytes.size() < 2'000'000) bytes += std::to_string(bytes.size()) + ",";
    return bytes;
  }
  // "/stream/N": N pieces of 64 KB, each as the client has room; "/stream": three small ones.
  void stream(http::exchange&& call) {
    std::string count = call.request.target.substr(7);
    writer = call.respond_in_pieces({200, {{"X-Test", "1"}}, {}});
    if (count.empty()) {
      writer.flush();
      writer.write("one,");
      writer.write("");
      writer.write("two,");
      return writer.finish("three");
    }
    left = std::stoul(count.substr(1));
    write_on();
  }
  void write_on() {
    for (const std::string piece(65536, 'x'); left > 0; --left) {
      ++written;
      if (!writer.write(piece)) {
        --left;
        return writer.when_room([this] { write_on(); });
      }
    }
    if (writer.open()) writer.finish();
  }
  std::vector<http::exchange> parked;
  std::unique_ptr<piece_taker> taker;
  http::response_writer writer;
  std::size_t left = 0;
  std::atomic<std::size_t> written = 0;
};

// A server on its own thread, ended by the destructor.
class running_server {
public:
  explicit running_server(http::server_limits limits = {}) {
    limits.head_bytes_max = 2000;
    auto listener = http::listen_tcp("127.0.0.1", 0);
    REQUIRE(listener.has_value());
    port_ = http::local_port(*listener).value();
    server_.emplace(loop_, std::move(*listener), handler_, limits);
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~running_server() {
    loop_.stop();
    thread_.join();
  }
  [[nodiscard]] std::size_t written() const { return handler_.written; }
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

TEST_CASE("a chunked body over the limit is read to its end and reported, too") {
  running_server server;
  fd s = server.connect();
  send(s,
       "POST /small HTTP/1.1\r\nTransfer-Encoding: "
       "chunked\r\n\r\n14\r\n01234567890123456789\r\n3\r\nabc\r\n0\r\n\r\n");
  CHECK(read_until(s, "too large").ends_with("POST /small 0 too large"));
  send(s, "GET /again HTTP/1.1\r\n\r\n");
  CHECK(read_until(s, "GET /again 0").ends_with("GET /again 0"));
}

TEST_CASE("a body over the limit of what is thrown away is refused with 413") {
  running_server server({.discarded_bytes_max = 100});
  for (const char* framed :
       {"Content-Length: 101\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n65\r\n"}) {
    fd s = server.connect();
    send(s, std::string("POST /small HTTP/1.1\r\n") + framed + std::string(101, 'x'));
    CHECK(status_line(read_until(s, "<end>")) == "HTTP/1.1 413 Payload Too Large");
  }
}

TEST_CASE("trailers of a body that comes whole are header fields, and cannot grow without limit") {
  running_server server;
  fd s = server.connect();
  send(s,
       "POST /trailer HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
       "3\r\nabc\r\n0\r\nX-Late: yes\r\n\r\n");
  CHECK(read_until(s, "late yes").ends_with("POST /trailer 3 late yes"));
  send(s,
       "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(3000, 'x'));
  CHECK(status_line(read_until(s, "<end>")) == "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST_CASE("the answer to HEAD and to a status without a body is its head alone") {
  running_server server;
  fd s = server.connect();
  send(s, "HEAD /a HTTP/1.1\r\n\r\nGET /nothing HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
  std::string all = read_until(s, "GET /b 0");
  CHECK(all.find("Content-Length: 9\r\n") != std::string::npos);
  CHECK(all.find("HEAD /a 0") == std::string::npos);
  CHECK(all.find("no body") == std::string::npos);
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

TEST_CASE("a body in pieces is taken as it comes, with its trailers, and the connection lives on") {
  running_server server;
  fd s = server.connect();
  send(s, "POST /pieces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  send(s, "2\r\nde\r\n0\r\nX-Late: yes\r\n\r\n");
  CHECK(read_until(s, "late=yes").ends_with("took abcde late=yes"));
  send(s, "POST /pieces HTTP/1.1\r\nContent-Length: 2\r\n\r\nfgGET /a HTTP/1.1\r\n\r\n");
  CHECK(read_until(s, "late=").ends_with("took fg late="));
  CHECK(read_until(s, "GET /a 0").ends_with("GET /a 0"));
}

TEST_CASE("a taker that has enough is given no more until it says so") {
  running_server server;
  fd s = server.connect();
  fd other = server.connect();
  send(s, "POST /pieces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhold\r\n");
  // In order, so that "hold" has arrived alone.
  send(other, "GET /a HTTP/1.1\r\n\r\n");
  (void)read_until(other, "GET /a 0");
  std::string sent;
  // More than the sockets' buffers hold: the sender is held up.
  const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
  timeval soon{0, 100'000};
  ::setsockopt(s.get(), SOL_SOCKET, SO_SNDTIMEO, &soon, sizeof soon);
  std::size_t whole = 0;
  ssize_t n = 0;
  while (whole < 1000) {
    n = ::send(s.get(), chunk.data(), chunk.size(), MSG_NOSIGNAL);
    if (n != ssize_t(chunk.size())) break;
    ++whole;
  }
  REQUIRE(whole < 1000);
  send(other, "GET /go-on HTTP/1.1\r\n\r\n");
  (void)read_until(other, "GET /go-on 0");
  timeval long_time{10, 0};
  ::setsockopt(s.get(), SOL_SOCKET, SO_SNDTIMEO, &long_time, sizeof long_time);
  send(s, std::string_view(chunk).substr(n > 0 ? std::size_t(n) : 0));
  send(s, "0\r\n\r\n");
  CHECK(read_until(s, "late=").find("took hold") != std::string::npos);
}

TEST_CASE("an answer before the end of a body in pieces arrives, and ends the connection") {
  running_server server;
  fd s = server.connect();
  send(s, "POST /pieces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nstop\r\n");
  send(s, "10000\r\n" + std::string(65536, 'x') + "\r\n");
  std::string all = read_until(s, "<end>");
  CHECK(status_line(all) == "HTTP/1.1 413 Payload Too Large");
  CHECK(all.find("Connection: close\r\n") != std::string::npos);
  CHECK(all.ends_with("enough"));
}

TEST_CASE("a taker hears that its body will never be whole") {
  running_server server;
  fd other = server.connect();
  for (const char* end : {"", "no chunk\r\n"}) {
    fd s = server.connect();
    send(s, std::string("POST /pieces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n") +
                end);
    if (*end == 0) s = fd();
    std::string answer;
    for (int i = 0; i < 1000 && !answer.ends_with("broken"); ++i) {
      send(other, "GET /broken HTTP/1.1\r\n\r\n");
      answer = read_until(other, "\r\n\r\n");
      std::string body(answer.find("Content-Length: 10") != std::string::npos ? 10 : 8, 0);
      REQUIRE(::recv(other.get(), body.data(), body.size(), MSG_WAITALL) == ssize_t(body.size()));
      answer = body;
    }
    CHECK(answer == "was broken");
  }
}

TEST_CASE("a body in pieces of which nothing comes any more is broken off") {
  using namespace std::chrono_literals;
  running_server server({.body_silence_max = 0s, .sweep_every = 5ms});
  fd s = server.connect();
  send(s, "POST /pieces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  char byte = 0;
  CHECK(::recv(s.get(), &byte, 1, 0) <= 0);
  fd other = server.connect();
  send(other, "GET /broken HTTP/1.1\r\n\r\n");
  CHECK(read_until(other, "was broken").ends_with("was broken"));
}

TEST_CASE("a response in pieces is chunks, and the connection lives on") {
  running_server server;
  fd s = server.connect();
  send(s, "GET /stream HTTP/1.1\r\n\r\n");
  std::string all = read_until(s, "0\r\n\r\n");
  CHECK(all.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
  CHECK(all.find("Content-Length") == std::string::npos);
  CHECK(all.ends_with("\r\n\r\n4\r\none,\r\n4\r\ntwo,\r\n5\r\nthree\r\n0\r\n\r\n"));
  send(s, "GET /a HTTP/1.1\r\n\r\n");
  CHECK(read_until(s, "GET /a 0").ends_with("GET /a 0"));
}

TEST_CASE("a response in pieces to HEAD is its head; to HTTP/1.0 it ends with the connection") {
  running_server server;
  fd s = server.connect();
  send(s, "HEAD /stream HTTP/1.1\r\n\r\nGET /a HTTP/1.1\r\n\r\n");
  CHECK(read_until(s, "\r\n\r\n").find("chunked") != std::string::npos);
  CHECK(read_until(s, "GET /a 0").starts_with("HTTP/1.1 200 OK\r\n"));
  fd old = server.connect();
  send(old, "GET /stream HTTP/1.0\r\n\r\n");
  std::string all = read_until(old, "<end>");
  CHECK(all.ends_with("\r\n\r\none,two,three"));
  CHECK(all.find("Transfer-Encoding") == std::string::npos);
}

TEST_CASE("a client that does not read holds the writer up, and one that is gone does not") {
  running_server server;
  fd s = server.connect();
  send(s, "GET /stream/1000 HTTP/1.1\r\n\r\n");
  (void)read_until(s, "\r\n\r\n");
  std::size_t before = 0;
  // The kernel's buffers and ours fill up; 64 MB do not fit.
  for (int i = 0; i < 100 && (before == 0 || server.written() != before); ++i) {
    before = server.written();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(before < 1000);
  s = fd();
  for (int i = 0; i < 1000 && server.written() < 1000; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(server.written() == 1000);
}

TEST_CASE("a client that reads slowly gets every byte") {
  running_server server;
  fd s = server.connect();
  send(s, "GET /stream/200 HTTP/1.1\r\n\r\n");
  std::string head = read_until(s, "\r\n\r\n");
  std::string got(200 * (65536 + 9) + 5, 0);
  REQUIRE(::recv(s.get(), got.data(), got.size(), MSG_WAITALL) == ssize_t(got.size()));
  CHECK(got.ends_with("\r\n0\r\n\r\n"));
  CHECK(std::count(got.begin(), got.end(), 'x') == 200 * 65536);
}

TEST_CASE("a stretch of a file is a response's body, and HEAD is told its length") {
  running_server server;
  fd s = server.connect();
  send(s, "HEAD /file HTTP/1.1\r\n\r\nGET /file HTTP/1.1\r\n\r\nGET /after HTTP/1.1\r\n\r\n");
  for (int i = 0; i < 2; ++i)
    CHECK(read_until(s, "\r\n\r\n").find("Content-Length: 1500000\r\n") != std::string::npos);
  std::string body(1'500'000, '\0');
  std::size_t done = 0;
  while (done < body.size()) {
    ssize_t n = ::recv(s.get(), body.data() + done, body.size() - done, 0);
    REQUIRE(n > 0);
    done += static_cast<std::size_t>(n);
  }
  CHECK(body == echo_handler::file_bytes().substr(1'000, 1'500'000));
  CHECK(read_until(s, "GET /after 0").ends_with("GET /after 0"));
}
