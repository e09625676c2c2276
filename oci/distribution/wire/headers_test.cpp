#include "oci/distribution/wire/headers.hpp"

#include <doctest/doctest.h>

#include "oci/distribution/auth/challenge.hpp"
#include "oci/distribution/limits.hpp"

using namespace lambent::oci::distribution;
using std::chrono::seconds;

TEST_CASE("a challenge has a scheme and parameters, quoted or not") {
  auto said =
      parse_challenges(R"(Bearer realm="https://auth.example/token",service="registry.example",)"
                       R"(scope="repository:a/b:pull,push" , error = insufficient_scope)");
  REQUIRE(said.size() == 1);
  CHECK(said[0].scheme == "bearer");
  CHECK(said[0].get("realm") == "https://auth.example/token");
  CHECK(said[0].get("service") == "registry.example");
  CHECK(said[0].get("scope") == "repository:a/b:pull,push");
  CHECK(said[0].get("error") == "insufficient_scope");
  CHECK(said[0].get("more").empty());
}

TEST_CASE("one header may have several challenges") {
  auto said = parse_challenges(R"(Negotiate, BASIC realm="a \"b\", c", Bearer realm=http://h/t)");
  REQUIRE(said.size() == 3);
  CHECK(said[0].scheme == "negotiate");
  CHECK(said[1].scheme == "basic");
  CHECK(said[1].get("realm") == "a \"b\", c");
  CHECK(said[2].get("realm") == "http://h/t");
}

TEST_CASE("what is no challenge is none, and what follows it is left away") {
  CHECK(parse_challenges("").empty());
  CHECK(parse_challenges(",,").empty());
  CHECK(parse_challenges("\"x\"").empty());
  CHECK(parse_challenges(std::string(limits::header_max_bytes + 1, 'a')).empty());
  auto open = parse_challenges("Bearer realm=\"never closed");
  REQUIRE(open.size() >= 1);
  CHECK(open[0].get("realm").empty());
  std::string many;
  for (int i = 0; i < 100; ++i) many += "Basic a=b, ";
  CHECK(parse_challenges(many).size() == limits::challenges_max);
}

TEST_CASE("a list goes on where the link called next leads") {
  CHECK(next_link(R"(</v2/a/tags/list?last=b&n=2>; rel="next")") == "/v2/a/tags/list?last=b&n=2");
  CHECK(next_link(R"(<https://h/1>; rel=prev, <https://h/3>; title="x, y"; rel=NEXT)") ==
        "https://h/3");
  for (const char* text : {"", "<a>", "<a>; rel=prev", "a; rel=next", "<a; rel=next", "<a>; ;"})
    CHECK_MESSAGE(next_link(text).empty(), text);
}

TEST_CASE("an upload's range says how many bytes have come") {
  CHECK(received_bytes("0-1023") == 1024);
  CHECK(received_bytes("bytes=0-9") == 10);
  CHECK(received_bytes("0-0") == 0);
  for (const char* text : {"", "0", "0-", "-1", "1-5", "5-1", "0-x", "0-1-2", "0--1",
                           "0-18446744073709551615", "0-99999999999999999999"})
    CHECK_MESSAGE(!received_bytes(text).has_value(), text);
}

TEST_CASE("a content range says which bytes come, of how many") {
  auto found = parse_content_range("bytes 5-9/10");
  REQUIRE(found.has_value());
  CHECK(found->first == 5);
  CHECK(found->last == 9);
  CHECK(found->total == 10);
  CHECK(!parse_content_range("bytes 5-9/*")->total.has_value());
  for (const char* text : {"", "5-9/10", "bytes 9-5/10", "bytes 5-9", "bytes 5-10/10", "bytes */10",
                           "items 5-9/10", "bytes 5-9/x"})
    CHECK_MESSAGE(!parse_content_range(text).has_value(), text);
}

TEST_CASE("a wait is asked for in seconds or until a date, and has a limit") {
  const auto now = std::chrono::system_clock::from_time_t(784111777);  // 1994-11-06 08:49:37
  CHECK(asked_wait("0", now) == seconds(0));
  CHECK(asked_wait("7", now) == seconds(7));
  CHECK(asked_wait("999999999", now) == limits::asked_wait_max);
  CHECK(asked_wait("Sun, 06 Nov 1994 08:49:47 GMT", now) == seconds(10));
  CHECK(asked_wait("Sun, 06 Nov 1994 08:00:00 GMT", now) == seconds(0));
  for (const char* text : {"", "-1", "1.5", "soon", "Sun, 06 Nov", "Sun, 06 Xxx 1994 08:49:47 GMT"})
    CHECK_MESSAGE(!asked_wait(text, now).has_value(), text);
}
