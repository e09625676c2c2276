#include "stream_encoding.hpp"

#include <doctest/doctest.h>
#include <lambent/base64.hpp>

#include <string>

#include "http1.hpp"

using namespace lambent;
using namespace lambent::stream_encoding;

namespace {

const std::string nuls(8, '\0');

std::string prelude_of(const http_prelude& what) {
  std::string out = "what was here before";
  CHECK(write_prelude(out, what) == nullptr);
  return out;
}

std::string complaint_about(const http_prelude& what) {
  std::string out;
  const char* const wrong = write_prelude(out, what);
  return wrong == nullptr ? "" : wrong;
}

}  // namespace

TEST_CASE("a chunk's head is its size in hexadecimal, up to the largest") {
  chunk_head_buffer scratch;
  CHECK(chunk_head(1, scratch) == "1\r\n");
  CHECK(chunk_head(0x1F4, scratch) == "1f4\r\n");
  CHECK(chunk_head(static_cast<std::size_t>(-1), scratch) == "ffffffffffffffff\r\n");
}

TEST_CASE("a prelude is Lambda's JSON and eight NULs") {
  CHECK(prelude_of({}) == R"({"statusCode":200,"headers":{},"cookies":[]})" + nuls);
  CHECK(prelude_of({.status_code = 404,
                    .headers = {{"content-type", "text/html"}, {"x-note", "a \"b\" ä"}},
                    .cookies = {"a=1; HttpOnly", "b=2"}}) ==
        R"({"statusCode":404,"headers":{"content-type":"text/html","x-note":"a \"b\" ä"},)"
        R"("cookies":["a=1; HttpOnly","b=2"]})" +
            nuls);
}

TEST_CASE("values of a header that repeats are joined in order, and each Set-Cookie is a cookie") {
  CHECK(prelude_of({.headers = {{"Vary", "a"},
                                {"Set-Cookie", "s=1"},
                                {"x", "1"},
                                {"vary", "b"},
                                {"VARY", "c"},
                                {"set-cookie", "t=2"}},
                    .cookies = {"r=0"}}) ==
        R"({"statusCode":200,"headers":{"Vary":"a,b,c","x":"1"},"cookies":["r=0","s=1","t=2"]})" +
            nuls);
}

TEST_CASE("what would not be an HTTP response is named instead") {
  CHECK(complaint_about({.status_code = 99}) ==
        "the status code of an HTTP response is 100 to 599");
  CHECK(complaint_about({.status_code = 600}) != "");
  CHECK(complaint_about({.headers = {{"x", "a\r\nb: c"}}}) ==
        "a header's value has no line break and no NUL");
  CHECK(complaint_about({.headers = {{"x", std::string(1, '\0')}}}) != "");
  CHECK(complaint_about({.headers = {{"a b", "c"}}}) ==
        "a header's name has letters, digits and !#$%&'*+-.^_`|~ alone");
  CHECK(complaint_about({.headers = {{"", "c"}}}) != "");
  CHECK(complaint_about({.cookies = {"a\nb"}}) == "a cookie has no line break and no NUL");
  CHECK(complaint_about({.headers = {{"x", std::string(70'000, 'x')}}}) ==
        "headers and cookies together have 64 KB at most");
  CHECK(complaint_about({.headers = {{"x", std::string(60'000, 'x')}}}) == "");
}

TEST_CASE("a failed end is the last chunk and two trailers") {
  const std::string body =
      base64_encode(R"({"errorMessage":"no","errorType":"orders::not_found","stackTrace":[]})");
  CHECK(failed_end({"orders::not_found", "no"}) ==
        "0\r\nLambda-Runtime-Function-Error-Type: Function.NotFound\r\n"
        "Lambda-Runtime-Function-Error-Body: " +
            body + "\r\n\r\n");
}

TEST_CASE("trailers fit into the buffer of the server that reads them, whatever they say") {
  // Control characters take six bytes each in JSON.
  const std::string end = failed_end({"Function." + std::string(5000, 'T'), std::string(9000, 1)});
  CHECK(end.size() < trailers_bytes_max);
  CHECK(end.ends_with("\r\n\r\n"));
}

TEST_CASE("what is encoded here, our own parser reads") {
  chunk_head_buffer scratch;
  std::string wire = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string sent;
  for (const std::size_t size : {std::size_t{1}, std::size_t{15}, std::size_t{70'000}}) {
    const std::string piece(size, static_cast<char>('a' + size % 26));
    wire += chunk_head(size, scratch);
    wire += piece;
    wire += line_end;
    sent += piece;
  }
  for (const std::string& end : {std::string(last_chunk), failed_end({"E", "m"})}) {
    std::string bytes = wire + end;
    http1::response_parser parser;
    CHECK(parser.consume(bytes.data(), bytes.size()) == http1::progress::complete);
    CHECK(parser.body(bytes.data()) == sent);
    CHECK(parser.consumed() == wire.size() + end.size());
  }
}
