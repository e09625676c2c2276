#include <doctest/doctest.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "address.hpp"
#include "error_report.hpp"
#include "json_text.hpp"
#include "receive_buffer.hpp"
#include "trace_variable.hpp"

using namespace lambent;

namespace {

std::string quoted(std::string_view text, std::size_t bytes_max = 1000) {
  std::string out;
  json_text::append_string(out, text, bytes_max);
  return out;
}

}  // namespace

TEST_CASE("text becomes a JSON string; UTF-8 stays, control characters are escaped") {
  CHECK(quoted("a\"b\\c\n\t\x01\x7F/ä€𝄞") == "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f/ä€𝄞\"");
  CHECK(quoted("") == "\"\"");
}

TEST_CASE("each invalid UTF-8 sequence becomes one replacement character") {
  CHECK(quoted("\xFFx") == "\"\xEF\xBF\xBDx\"");
  CHECK(quoted("\xC3") == "\"\xEF\xBF\xBD\"");                  // cut off
  CHECK(quoted("\xE2\x82z") == "\"\xEF\xBF\xBDz\"");            // cut off, then text
  CHECK(quoted("\xC0\xAF") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");  // overlong
  CHECK(quoted("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // surrogate
}

TEST_CASE("a long text is cut at a character's border and says so") {
  CHECK(quoted("abcdefghijklmnop", 16) == "\"abcde…\"");
  CHECK(quoted(std::string(2000, '\x01'), 1024).size() <= 1024);
}

TEST_CASE("the error header has the only form that Lambda keeps") {
  CHECK(header_error_type("std::runtime_error") == "Function.RuntimeError");
  CHECK(header_error_type("BadRequest") == "Function.BadRequest");
  CHECK(header_error_type("Runtime.UnmarshalError") == "Runtime.UnmarshalError");
  CHECK(header_error_type("Function.ResponseSizeTooLarge") == "Function.ResponseSizeTooLarge");
  CHECK(header_error_type("a::b<c::d, e>::not_found<f::g>") == "Function.NotFound");
  CHECK(header_error_type("main::{lambda()#1}::operator()() const::bad") == "Function.Bad");
  CHECK(header_error_type("oops\r\nInjected") == "Function.OopsInjected");
  CHECK(header_error_type("E") == "Function.EError");
  CHECK(header_error_type("404") == "Function.Unknown");
  CHECK(header_error_type("") == "Function.Unknown");
}

TEST_CASE("an error body has Lambda's three members and stays below 1 MiB") {
  CHECK(error_body({"BadRequest", "say \"please\""}) ==
        R"({"errorMessage":"say \"please\"","errorType":"BadRequest","stackTrace":[]})");
  CHECK(error_body({std::string(3 << 20, '\x02'), std::string(3 << 20, '\x02')}).size() < 1 << 20);
}

TEST_CASE("an address is host:port, with brackets around IPv6") {
  host_and_port h;
  REQUIRE(split_host_port("127.0.0.1:9001", h));
  CHECK(h.host == "127.0.0.1");
  CHECK(h.port == 9001);
  REQUIRE(split_host_port("[::1]:80", h));
  CHECK(h.host == "::1");
  for (const char* const bad : {"", "host", "host:", ":80", "host:0", "host:65536", "host:80x",
                                "::1:80", "[::1:80", "http://host:80", "a b:80"}) {
    CAPTURE(bad);
    CHECK_FALSE(split_host_port(bad, h));
  }
}

TEST_CASE("numeric addresses and localhost need no lookup") {
  address a;
  std::string problem;
  REQUIRE(resolve("169.254.100.1:9001", a, problem));
  CHECK(a.storage.ss_family == AF_INET);
  REQUIRE(resolve("[fe80::1]:9001", a, problem));
  CHECK(a.storage.ss_family == AF_INET6);
  REQUIRE(resolve("LocalHost:9001", a, problem));
  CHECK(a.storage.ss_family == AF_INET);
  CHECK_FALSE(resolve("nonsense", a, problem));
  CHECK(problem == "AWS_LAMBDA_RUNTIME_API is 'nonsense', not host:port");
}

TEST_CASE("names are found in a hosts file, whatever their case, aliases included") {
  const char* const hosts =
      "# comment\n127.0.0.1 localhost\n10.0.0.7\tsam  Lambda.Internal # x\n\n";
  CHECK(find_in_hosts(hosts, "lambda.internal") == "10.0.0.7");
  CHECK(find_in_hosts(hosts, "sam") == "10.0.0.7");
  CHECK(find_in_hosts(hosts, "x").empty());
}

TEST_CASE("the receive buffer keeps its bytes when it grows and gives large memory back") {
  receive_buffer b;
  REQUIRE(b.reserve(5));
  std::memcpy(b.end(), "event", 5);
  b.filled(5);
  REQUIRE(b.reserve(6 << 20));
  CHECK(std::string(b.data(), b.size()) == "event");
  CHECK(b.capacity() >= 6U << 20U);
  b.filled(6 << 20);
  b.clear();
  CHECK(b.capacity() > receive_buffer::kept_bytes_max);  // The next event may be as large.
  b.filled(100);
  b.clear();
  CHECK(b.capacity() == receive_buffer::kept_bytes_max);
}

TEST_CASE("the trace variable follows the invocation, in one place, and goes away with it") {
  const char* const name = "_X_AMZN_TRACE_ID";
  trace_variable v;
  v.set("Root=1-a");
  REQUIRE(std::getenv(name) != nullptr);
  CHECK(std::string(std::getenv(name)) == "Root=1-a");
  const char* const place = std::getenv(name);
  v.set("Root=1-longer;Sampled=1");
  CHECK(std::string(std::getenv(name)) == "Root=1-longer;Sampled=1");
  CHECK(std::getenv(name) == place);
  v.set(std::string(5000, 'x'));
  CHECK(std::string(std::getenv(name)).size() == 5000);
  v.set("");
  CHECK(std::getenv(name) == nullptr);
}
