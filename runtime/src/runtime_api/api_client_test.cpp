#include "api_client.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>

#include "fake_api.hpp"

using namespace lambent;
using namespace std::chrono_literals;

namespace {

// Whether an idle connection is looked at before a POST, whatever the clock says.
constexpr api_client::limits always_look = {.io = 20s, .looks_idle_after = 0ms};
constexpr api_client::limits never_look = {.io = 20s, .looks_idle_after = 1h};

post response(std::string_view body) {
  return {.request_id = "1",
          .invocation_id = {},
          .error_type = {},
          .content_type = "application/json",
          .body = body};
}

bool has_ipv6_loopback() {
  sockaddr_in6 here = {};
  here.sin6_family = AF_INET6;
  here.sin6_addr = in6addr_loopback;
  const int s = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool bound = s >= 0 && bind(s, reinterpret_cast<sockaddr*>(&here), sizeof here) == 0;
  if (s >= 0) close(s);
  return bound;
}

}  // namespace

TEST_CASE("a POST looks whether an idle connection was closed, and takes a new one") {
  fake_api api({{invocation("1", "a"), true}, {accepted(), true}});
  api_client client(always_look);
  REQUIRE(client.aim(api.address()));
  REQUIRE(client.get_next() == 200);
  api.wait_for_hang_ups(1);
  CHECK(client.send(response("x")) == 202);
  CHECK(api.requests().size() == 2);
  CHECK(api.connections() == 2);
}

TEST_CASE("a POST looks at a connection that is alive, and keeps it") {
  fake_api api({{invocation("1", "a")}, {accepted(), true}});
  api_client client(always_look);
  REQUIRE(client.aim(api.address()));
  REQUIRE(client.get_next() == 200);
  CHECK(client.send(response("x")) == 202);
  (void)api.requests();
  CHECK(api.connections() == 1);
}

TEST_CASE("a POST of which the kernel took no byte is sent on a new connection") {
  fake_api api({{.answer = invocation("1", "a"), .reset_after = true}, {accepted(), true}});
  api_client client(never_look);
  REQUIRE(client.aim(api.address()));
  REQUIRE(client.get_next() == 200);
  api.wait_for_hang_ups(1);
  CHECK(client.send(response("x")) == 202);
  REQUIRE(api.requests().size() == 2);
  CHECK(api.requests()[1].ends_with("\r\n\r\nx"));
  CHECK(api.connections() == 2);
}

TEST_CASE("a POST that was sent into a closed connection is not repeated") {
  fake_api api({{invocation("1", "a"), true}, {invocation("2", "b"), true}});
  api_client client(never_look);
  REQUIRE(client.aim(api.address()));
  REQUIRE(client.get_next() == 200);
  api.wait_for_hang_ups(1);
  CHECK(client.send(response("x")) == 0);
  REQUIRE(client.get_next() == 200);
  CHECK(client.event_body() == "b");
  CHECK(api.requests()[1].starts_with("GET "));
}

TEST_CASE("a POST that broke off in the middle is not repeated") {
  fake_api api({{invocation("1", "a")},
                {.answer = "", .reset_after = true, .read_bytes_max = 100'000},
                {invocation("2", "b"), true}});
  api_client client(never_look);
  REQUIRE(client.aim(api.address()));
  REQUIRE(client.get_next() == 200);
  CHECK(client.send(response(std::string(6 << 20, 'x'))) == 0);
  CHECK(client.problem() ==
        "send the request at the Runtime API at " + api.address() + ": Connection reset by peer");
  REQUIRE(client.get_next() == 200);
  REQUIRE(api.requests().size() == 3);
  CHECK(api.requests()[2].starts_with("GET "));
}

TEST_CASE("interim responses before an event and before an answer are passed over") {
  const std::string interim =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n";
  fake_api api({{interim + invocation("1", "a")}, {interim + accepted(), true}});
  api_client client(never_look);
  REQUIRE(client.aim(api.address()));
  REQUIRE(client.get_next() == 200);
  CHECK(client.event_body() == "a");
  CHECK(client.event_head() == "Lambda-Runtime-Aws-Request-Id: 1\r\nContent-Length: 1\r\n");
  CHECK(client.send(response("x")) == 202);
  CHECK(client.answer_body() == R"({"status":"OK"})");
  (void)api.requests();
  CHECK(api.connections() == 1);
}

TEST_CASE("a chunked event may have extensions and trailers; the connection stays in step") {
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
      "6;a=\"b;c\"\r\n{\"a\": \r\n2 ; d\r\n1}\r\n000;last\r\nChecksum: 1\r\nOther: 2\r\n\r\n";
  fake_api api({{chunked}, {accepted()}, {invocation("2", "b")}, {accepted(), true}});
  api_client client(never_look);
  REQUIRE(client.aim(api.address()));
  REQUIRE(client.get_next() == 200);
  CHECK(client.event_body() == R"({"a": 1})");
  CHECK(client.send(response(client.event_body())) == 202);
  REQUIRE(client.get_next() == 200);
  CHECK(client.event_body() == "b");
  CHECK(client.send(response("x")) == 202);
  CHECK(api.requests()[1].ends_with("\r\n\r\n{\"a\": 1}"));
  CHECK(api.connections() == 1);
}

TEST_CASE("headers of 60 KB arrive whole") {
  const std::string large(60'000, 'h');
  fake_api api({{invocation("1", "a", "Lambda-Runtime-Client-Context: " + large + "\r\n")},
                {accepted(), true}});
  api_client client(never_look);
  REQUIRE(client.aim(api.address()));
  REQUIRE(client.get_next() == 200);
  CHECK(client.event_head().find(large + "\r\n") != std::string_view::npos);
  CHECK(client.event_body() == "a");
  CHECK(client.send(response("x")) == 202);
}

TEST_CASE("a Runtime API on an IPv6 address is served like any other") {
  if (!has_ipv6_loopback()) {
    std::puts("skipped: this machine has no ::1");
    return;
  }
  fake_api api({{invocation("1", "a")}, {accepted(), true}}, fake_api::ip::v6);
  api_client client(never_look);
  REQUIRE(client.aim(api.address()));
  REQUIRE(client.get_next() == 200);
  CHECK(client.send(response("x")) == 202);
  CHECK(api.requests()[0].find("\r\nHost: [::1]:") != std::string::npos);
}
