#include "receiver.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "test_peer.hpp"

using namespace lambent;
using namespace lambent::telemetry;

namespace {

struct kept final : batch_sink {
  std::vector<std::string> batches;
  std::vector<std::string> refusals;
  bool accepts = true;

  bool take(std::string_view batch, protocol) override {
    batches.emplace_back(batch);
    return accepts;
  }
  void refused(std::string_view why) override { refusals.emplace_back(why); }
};

// Serves until nothing came for a while; on loopback everything sent before is there by then.
void serve_all(receiver& r) {
  std::vector<pollfd> waiting;
  for (int rounds = 0; rounds < 10'000; ++rounds) {
    waiting.clear();
    r.add_to(waiting);
    if (poll(waiting.data(), waiting.size(), 20) <= 0) return;
    r.serve(waiting.data(), waiting.size());
  }
  FAIL("the receiver did not come to rest");
}

std::string post_of(const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: sandbox.localdomain\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

}  // namespace

TEST_CASE("batches come over one connection, one after the other or several at once") {
  kept sink;
  receiver r(sink);
  REQUIRE(r.listen("127.0.0.1", 0, protocol::http));
  test_peer peer(r.port());
  peer.send(post_of("[1]"));
  serve_all(r);
  CHECK(peer.receive() == ok);
  peer.send(post_of("[2]") + post_of("[3]") + post_of("[4]").substr(0, 10));
  serve_all(r);
  peer.send(post_of("[4]").substr(10));
  serve_all(r);
  CHECK(sink.batches == std::vector<std::string>{"[1]", "[2]", "[3]", "[4]"});
  CHECK(peer.receive() == std::string(ok) + std::string(ok) + std::string(ok));
}

TEST_CASE("a chunked batch is put together, and a client that waits for it hears 100 Continue") {
  kept sink;
  receiver r(sink);
  REQUIRE(r.listen("127.0.0.1", 0, protocol::http));
  test_peer peer(r.port());
  peer.send(
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n"
      "Connection: close\r\n\r\n");
  serve_all(r);
  CHECK(peer.receive() == "HTTP/1.1 100 Continue\r\n\r\n");
  peer.send("2\r\n[1\r\n");
  serve_all(r);
  peer.send("1\r\n]\r\n0\r\n\r\n");
  serve_all(r);
  CHECK(sink.batches == std::vector<std::string>{"[1]"});
  CHECK(peer.receive() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  CHECK(peer.is_closed());
}

TEST_CASE("a large batch arrives whole, and so does the one behind it") {
  kept sink;
  receiver r(sink);
  REQUIRE(r.listen("127.0.0.1", 0, protocol::http));
  test_peer peer(r.port());
  const std::string large(5'000'000, 'x');
  const std::string request = post_of(large) + post_of("[]");
  std::size_t sent = 0;
  while (sent < request.size()) {
    sent += peer.send_some(std::string_view(request).substr(sent));
    serve_all(r);
  }
  REQUIRE(sink.batches.size() == 2);
  CHECK(sink.batches[0] == large);
  CHECK(sink.batches[1] == "[]");
}

TEST_CASE("a batch that cannot be handled is answered 500, and the connection stays") {
  kept sink;
  sink.accepts = false;
  receiver r(sink);
  REQUIRE(r.listen("127.0.0.1", 0, protocol::http));
  test_peer peer(r.port());
  peer.send(post_of("[1]"));
  serve_all(r);
  CHECK(peer.receive() == "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
  CHECK_FALSE(peer.is_closed());
}

TEST_CASE("what is no batch is refused: other methods, other protocols, too much") {
  kept sink;
  receiver r(sink, {.head_bytes_max = 200, .body_bytes_max = 10});
  REQUIRE(r.listen("127.0.0.1", 0, protocol::http));
  const auto status_of = [&](const std::string& request) {
    test_peer peer(r.port());
    peer.send(request);
    serve_all(r);
    const std::string answer = peer.receive();
    return answer.substr(0, answer.find("\r\n"));
  };
  CHECK(status_of("GET / HTTP/1.1\r\n\r\n") == "HTTP/1.1 405 Method Not Allowed");
  CHECK(sink.refusals.empty());
  CHECK(status_of("hello\r\n\r\n") == "HTTP/1.1 400 Bad Request");
  CHECK(status_of(post_of("12345678901").substr(0, 70)) == "HTTP/1.1 413 Content Too Large");
  CHECK(status_of("POST /" + std::string(300, 'a')) ==
        "HTTP/1.1 431 Request Header Fields Too Large");
  CHECK(sink.batches.empty());
  CHECK(sink.refusals.size() == 3);
}

TEST_CASE("lines come in any portions, and the last one needs no end") {
  kept sink;
  receiver r(sink);
  REQUIRE(r.listen("127.0.0.1", 0, protocol::tcp));
  {
    test_peer peer(r.port());
    peer.send("{\"a\":1}\n{\"b\"");
    serve_all(r);
    CHECK(sink.batches == std::vector<std::string>{"{\"a\":1}\n"});
    peer.send(":2}\n{}");
    serve_all(r);
  }
  serve_all(r);
  CHECK(sink.batches == std::vector<std::string>{"{\"a\":1}\n", "{\"b\":2}\n", "{}"});
}

TEST_CASE("a line over the limit is left out with a word, and the next one counts") {
  kept sink;
  receiver r(sink, {.line_bytes_max = 100});
  REQUIRE(r.listen("127.0.0.1", 0, protocol::tcp));
  test_peer peer(r.port());
  peer.send(std::string(150, 'x'));
  serve_all(r);
  peer.send(std::string(150, 'x'));
  serve_all(r);
  peer.send("x\n{}\n");
  serve_all(r);
  CHECK(sink.batches == std::vector<std::string>{"{}\n"});
  CHECK(sink.refusals ==
        std::vector<std::string>{"a telemetry record of more than 100 bytes was left out"});
}

TEST_CASE("of too many connections the one that was silent for longest is closed") {
  kept sink;
  receiver r(sink, {.connections_max = 2});
  REQUIRE(r.listen("127.0.0.1", 0, protocol::http));
  test_peer first(r.port());
  serve_all(r);
  test_peer second(r.port());
  serve_all(r);
  first.send(post_of("[1]"));
  serve_all(r);
  test_peer third(r.port());
  serve_all(r);
  CHECK(first.receive() == ok);
  CHECK_FALSE(first.is_closed());
  CHECK(second.is_closed());
  third.send(post_of("[3]"));
  serve_all(r);
  CHECK(sink.batches == std::vector<std::string>{"[1]", "[3]"});
}

TEST_CASE("a receiver that cannot listen says where and why") {
  kept sink;
  receiver first(sink);
  REQUIRE(first.listen("127.0.0.1", 0, protocol::http));
  receiver second(sink);
  CHECK_FALSE(second.listen("127.0.0.1", first.port(), protocol::http));
  CHECK(second.problem() == "listen for telemetry at 127.0.0.1, port " +
                                std::to_string(first.port()) + ": Address already in use");
  receiver third(sink);
  CHECK_FALSE(third.listen("localhost", 0, protocol::http));
}
