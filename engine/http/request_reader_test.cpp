#include "engine/http/request_reader.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>

using namespace lambent;
using event = http::request_reader::event;

namespace {

constexpr http::reader_limits limits{.head_bytes_max = 2000, .discarded_bytes_max = 1000};

// What a reader makes of bytes that come `step` at a time, as a line of words.
std::string read_all(std::string_view bytes, http::body_plan plan, std::size_t step) {
  http::request_reader reader(limits);
  std::string seen, pieces;
  auto flush_pieces = [&] {
    if (!pieces.empty()) seen += "[" + std::exchange(pieces, {}) + "] ";
  };
  while (true) {
    switch (reader.next()) {
      case event::need_more: {
        if (bytes.empty()) {
          flush_pieces();
          return seen + "more";
        }
        std::size_t n = std::min(step, bytes.size());
        std::memcpy(reader.prepare().data(), bytes.data(), n);
        reader.commit(n);
        bytes.remove_prefix(n);
        break;
      }
      case event::head:
        seen += reader.request().method + " " + reader.request().target + " ";
        reader.plan_body(plan);
        break;
      case event::piece:
        pieces += reader.piece();
        break;
      case event::whole:
        flush_pieces();
        if (!plan.in_pieces) seen += "(" + reader.request().body + ") ";
        if (reader.body_too_large()) seen += "large ";
        for (std::size_t i = 0; i < reader.trailers().size(); ++i)
          seen += std::string(reader.trailers()[i].first) + "=" +
                  std::string(reader.trailers()[i].second) + " ";
        reader.reset();
        break;
      case event::refused:
        flush_pieces();
        return seen + std::to_string(reader.refusal().status);
    }
  }
}

constexpr std::string_view chunked =
    "POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTrailer: E\r\n\r\n"
    "5\r\nhello\r\n1;x=y\r\n \r\n5\r\nworld\r\n0\r\nE: late\r\n\r\nGET /next HTTP/1.1\r\n\r\n";
constexpr std::string_view counted =
    "POST /r HTTP/1.1\r\nContent-Length: 11\r\n\r\nhello worldGET /next HTTP/1.1\r\n\r\n";

}  // namespace

TEST_CASE("a body in pieces is the same bytes however it is framed and cut") {
  for (std::size_t step : {1U, 2U, 7U, 1000U}) {
    CAPTURE(step);
    CHECK(read_all(chunked, {.in_pieces = true}, step) ==
          "POST /r [hello world] E=late GET /next more");
    CHECK(read_all(counted, {.in_pieces = true}, step) == "POST /r [hello world] GET /next more");
  }
}

TEST_CASE("a body that comes whole takes its trailers along as header fields") {
  for (std::size_t step : {1U, 1000U}) {
    CHECK(read_all(chunked, {.bytes_max = 11}, step) == "POST /r (hello world) GET /next () more");
    CHECK(read_all(counted, {.bytes_max = 11}, step) == "POST /r (hello world) GET /next () more");
  }
}

TEST_CASE("a body over its limit is thrown away to its end") {
  for (std::size_t step : {1U, 1000U}) {
    CHECK(read_all(chunked, {.bytes_max = 10}, step) == "POST /r () large GET /next () more");
    CHECK(read_all(counted, {.bytes_max = 10}, step) == "POST /r () large GET /next () more");
  }
  CHECK(read_all("POST /r HTTP/1.1\r\nContent-Length: 1001\r\n\r\n", {.bytes_max = 10}, 1) ==
        "POST /r 413");
}

TEST_CASE("a length that no memory could hold is no reason to reserve it") {
  CHECK(read_all("POST /r HTTP/1.1\r\nContent-Length: 9000000000000000000\r\n\r\nabc",
                 {.in_pieces = true}, 1000) == "POST /r [abc] more");
}

TEST_CASE("bytes of a body that came before the fault are handed on") {
  for (std::size_t step : {1U, 1000U})
    CHECK(read_all("POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n",
                   {.in_pieces = true}, step) == "POST /r [abc] 400");
}

TEST_CASE("trailers that never end are refused") {
  std::string endless = "POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ";
  CHECK(read_all(endless + std::string(3000, 'x'), {.in_pieces = true}, 100) == "POST /r 431");
}

TEST_CASE("a last chunk whose line comes alone is waited for") {
  std::string line = "POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
  for (std::size_t step : {1U, 2U, 1000U}) {
    CHECK(read_all(line + "\r", {.in_pieces = true}, step) == "POST /r more");
    CHECK(read_all(line + "\r\n", {.in_pieces = true}, step) == "POST /r more");
  }
  CHECK(read_all(line + "E: 1\r\n\r\n", {.in_pieces = true}, 1) == "POST /r E=1 more");
}
