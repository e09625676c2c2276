// The reader of requests against what clients send, whole and in pieces.
#include "bench/runtime/request_reader.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>

#include <string>

#include "base/fd.hpp"

using namespace lambent;
using namespace lambent::bench;

namespace {

constexpr std::string_view get_next =
    "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view post = "POST /2018-06-01/runtime/invocation/42/response HTTP/1.1\r\n";

struct client {
  fd ours, theirs;
  request_reader reader;

  client() {
    int ends[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    ours.reset(ends[0]);
    theirs.reset(ends[1]);
  }
  result<bool> send(std::string_view bytes) {
    REQUIRE(::send(theirs.get(), bytes.data(), bytes.size(), 0) ==
            static_cast<ssize_t>(bytes.size()));
    return reader.receive(ours.get());
  }
};

}  // namespace

TEST_CASE("a reply with a length is complete with its last byte") {
  client c;
  REQUIRE(c.send(std::string(post) + "content-length:5\r\n\r\nhell"));
  CHECK_FALSE(c.reader.complete());
  REQUIRE(c.send("o"));
  REQUIRE(c.reader.complete());
  CHECK(c.reader.kind() == request_kind::reply);
  CHECK(c.reader.body() == "hello");
}

TEST_CASE("chunks are joined, wherever they are cut") {
  const std::string all =
      std::string(post) +
      "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
  for (std::size_t cut = 1; cut < all.size(); ++cut) {
    CAPTURE(cut);
    client c;
    REQUIRE(c.send(all.substr(0, cut)));
    CHECK_FALSE(c.reader.complete());
    REQUIRE(c.send(all.substr(cut)));
    REQUIRE(c.reader.complete());
    CHECK(c.reader.body() == "hello world");
  }
}

TEST_CASE("a request behind another is found when that is consumed") {
  client c;
  REQUIRE(c.send(std::string(post) + "Content-Length: 2\r\n\r\n{}" + std::string(get_next)));
  REQUIRE(c.reader.complete());
  CHECK(c.reader.kind() == request_kind::reply);
  REQUIRE(c.reader.consume());
  REQUIRE(c.reader.complete());
  CHECK(c.reader.kind() == request_kind::next);
  REQUIRE(c.reader.consume());
  CHECK_FALSE(c.reader.complete());
}

TEST_CASE("an error report is neither a reply nor a question") {
  client c;
  REQUIRE(c.send("POST /2018-06-01/runtime/init/error HTTP/1.1\r\nContent-Length: 0\r\n\r\n"));
  REQUIRE(c.reader.complete());
  CHECK(c.reader.kind() == request_kind::other);
}

TEST_CASE("a bad length, a bad chunk and an unknown coding are errors") {
  for (const char* const head :
       {"Content-Length: x\r\n\r\n", "Content-Length: 99999999\r\n\r\n",
        "Transfer-Encoding: gzip\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nx\r\n"}) {
    CAPTURE(head);
    client c;
    CHECK_FALSE(c.send(std::string(post) + head).has_value());
  }
}

TEST_CASE("a closed connection is seen") {
  client c;
  c.theirs.reset();
  const auto open = c.reader.receive(c.ours.get());
  REQUIRE(open);
  CHECK_FALSE(*open);
}
