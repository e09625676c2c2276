#include "http1.hpp"

#include <doctest/doctest.h>

#include <string>

using lambent::http1::field;
using lambent::http1::limits;
using lambent::http1::next_field;
using lambent::http1::progress;
using lambent::http1::response_parser;

namespace {

struct parsed {
  progress last = progress::need_more;
  int status = 0;
  std::string body;
  bool keep_alive = false;
  std::size_t left_over = 0;
};

parsed parse(const std::string& text, std::size_t portion = 1 << 20, limits l = {}) {
  response_parser p(l);
  std::string received;
  parsed out;
  for (std::size_t i = 0; i < text.size() && out.last == progress::need_more; i += portion) {
    received += text.substr(i, portion);
    std::string moved = received;  // Another address each time.
    received.swap(moved);
    out.last = p.consume(received.data(), received.size());
  }
  if (out.last == progress::need_more) out.last = p.end_of_stream();
  if (out.last == progress::complete) {
    out.status = p.status();
    out.body = p.body(received.data());
    out.keep_alive = p.keep_alive();
    out.left_over = received.size() - p.consumed();
  }
  return out;
}

}  // namespace

TEST_CASE("a body with a length is complete at its last byte, however the bytes were cut") {
  const std::string text = "HTTP/1.1 200 OK\r\ncontent-LENGTH:  5 \r\nX: y\r\n\r\nhello";
  for (const std::size_t portion : {1U, 2U, 7U, 1000U}) {
    const parsed p = parse(text, portion);
    CHECK(p.last == progress::complete);
    CHECK(p.status == 200);
    CHECK(p.body == "hello");
    CHECK(p.keep_alive);
    CHECK(p.left_over == 0);
  }
}

TEST_CASE("a chunked body is joined in place, with extensions and trailers skipped") {
  const std::string text =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "5;name=value\r\nhello\r\n00A\r\n, chunked!\r\n0\r\nTrailer: x\r\n\r\n";
  for (const std::size_t portion : {1U, 3U, 1000U}) {
    const parsed p = parse(text, portion);
    CHECK(p.last == progress::complete);
    CHECK(p.body == "hello, chunked!");
    CHECK(p.keep_alive);
    CHECK(p.left_over == 0);
  }
}

TEST_CASE("interim responses are skipped") {
  const parsed p = parse(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
      "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok");
  CHECK(p.last == progress::complete);
  CHECK(p.status == 202);
  CHECK(p.body == "ok");
}

TEST_CASE("a body without a length ends with the connection, which is not reused") {
  const parsed p = parse("HTTP/1.1 200 OK\r\n\r\nuntil the end");
  CHECK(p.last == progress::complete);
  CHECK(p.body == "until the end");
  CHECK_FALSE(p.keep_alive);
}

TEST_CASE("Connection and the protocol version decide about keeping the connection") {
  CHECK_FALSE(
      parse("HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n").keep_alive);
  CHECK_FALSE(parse("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").keep_alive);
  CHECK(parse("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n").keep_alive);
  CHECK_FALSE(parse("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                    "0\r\n\r\n")
                  .keep_alive);
}

TEST_CASE("what is no HTTP response is refused") {
  for (const char* const text : {
           "SSH-2.0-OpenSSH_9.2\r\n",
           "HTTP/2.0 200 OK\r\n\r\n",
           "HTTP/1.1 20 OK\r\n\r\n",
           "HTTP/1.1 099 Low\r\n\r\n",
           "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
           "HTTP/1.1 200 OK\r\nName : x\r\n\r\n",
           "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
           "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\naXX\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
       }) {
    CAPTURE(text);
    CHECK(parse(text).last == progress::malformed);
  }
}

TEST_CASE("headers of 16 KB pass; those past the limit are named as the reason") {
  const std::string head = "HTTP/1.1 200 OK\r\nX: ";
  CHECK(parse(head + std::string(16 * 1024, 'a') + "\r\nContent-Length: 0\r\n\r\n").last ==
        progress::complete);
  CHECK(parse(head + std::string(65 * 1024, 'a') + "\r\nContent-Length: 0\r\n\r\n").last ==
        progress::head_too_large);
  CHECK(parse(head + std::string(65 * 1024, 'a'), 1000).last == progress::head_too_large);
}

TEST_CASE("a chunk's line may be 4096 bytes long, however the bytes were cut") {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;";
  for (const std::size_t portion : {1U, 1000U, 1U << 20U}) {
    CHECK(parse(head + std::string(4093, 'x') + "\r\na\r\n0\r\n\r\n", portion).last ==
          progress::complete);
    CHECK(parse(head + std::string(4094, 'x') + "\r\na\r\n0\r\n\r\n", portion).last ==
          progress::malformed);
  }
}

TEST_CASE("a body past the limit is refused before it is received") {
  const limits small = {.head_bytes_max = 1000, .body_bytes_max = 10};
  CHECK(parse("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n", 1000, small).last ==
        progress::body_too_large);
  CHECK(parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\n", 1000,
              small)
            .last == progress::body_too_large);
}

TEST_CASE("bytes behind the response are not part of it") {
  const parsed p = parse("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1");
  CHECK(p.last == progress::complete);
  CHECK(p.left_over == 8);
}

TEST_CASE("fields are listed in order, trimmed") {
  std::string_view head = "A: 1\r\nb:\t two words \r\nEmpty:\r\n";
  field f;
  REQUIRE(next_field(head, f));
  CHECK(f.name == "A");
  CHECK(f.value == "1");
  REQUIRE(next_field(head, f));
  CHECK(f.value == "two words");
  REQUIRE(next_field(head, f));
  CHECK(f.value.empty());
  CHECK_FALSE(next_field(head, f));
}
