#include "http1_request.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace lambent::http1;

namespace {

struct parsed {
  progress last = progress::need_more;
  std::string method, target, body;
  bool keep_alive = false;
  std::size_t consumed = 0;
};

parsed parse(std::string bytes, std::size_t portion = 1'000'000) {
  request_parser parser({.head_bytes_max = 256, .body_bytes_max = 64});
  parsed out;
  std::size_t received = 0;
  while (received < bytes.size() && out.last == progress::need_more) {
    received = bytes.size() - received < portion ? bytes.size() : received + portion;
    out.last = parser.consume(bytes.data(), received);
  }
  if (out.last != progress::complete) return out;
  out.method = parser.method(bytes.data());
  out.target = parser.target(bytes.data());
  out.body = parser.body(bytes.data());
  out.keep_alive = parser.keep_alive();
  out.consumed = parser.consumed();
  return out;
}

}  // namespace

TEST_CASE("a request with a length is read to its end, whatever the portions") {
  const std::string bytes =
      "POST /telemetry HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n[{}]GET";
  for (const std::size_t portion : {std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
    const parsed r = parse(bytes, portion);
    REQUIRE(r.last == progress::complete);
    CHECK(r.method == "POST");
    CHECK(r.target == "/telemetry");
    CHECK(r.body == "[{}]");
    CHECK(r.keep_alive);
    CHECK(r.consumed == bytes.size() - 3);
  }
}

TEST_CASE("a chunked request is decoded, and one without a length has no body") {
  const parsed chunked = parse(
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
      "2\r\n[1\r\n1;x=y\r\n]\r\n0\r\n\r\n",
      1);
  REQUIRE(chunked.last == progress::complete);
  CHECK(chunked.body == "[1]");
  CHECK_FALSE(chunked.keep_alive);
  const parsed bare = parse("GET / HTTP/1.0\r\n\r\n");
  REQUIRE(bare.last == progress::complete);
  CHECK(bare.body.empty());
  CHECK_FALSE(bare.keep_alive);
}

TEST_CASE("what is no request is refused, and so are two framings at once") {
  for (const char* const bytes :
       {"POST  / HTTP/1.1\r\n\r\n", "POST /\r\n\r\n", "PO ST / HTTP/1.1\r\n\r\n",
        "P(ST / HTTP/1.1\r\n\r\n", "POST / HTTP/2.0\r\n\r\n", "POST /\x7f HTTP/1.1\r\n\r\n",
        "POST /\xff HTTP/1.1\r\n\r\n", "\r\n\r\n", "POST / HTTP/1.1\r\nbad\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -2\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n"}) {
    CAPTURE(bytes);
    CHECK(parse(bytes).last == progress::malformed);
  }
}

TEST_CASE("a head or a body over its limit is told before it is received") {
  CHECK(parse("POST /" + std::string(300, 'a')).last == progress::head_too_large);
  CHECK(parse("POST / HTTP/1.1\r\nContent-Length: 65\r\n\r\n").last == progress::body_too_large);
  CHECK(parse("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n41\r\n").last ==
        progress::body_too_large);
}

TEST_CASE("a client that waits for 100 Continue is recognised") {
  CHECK(expects_continue("Host: x\r\nEXPECT: 100-Continue\r\n"));
  CHECK_FALSE(expects_continue("Host: x\r\nExpectations: 100-continue\r\n"));
}
