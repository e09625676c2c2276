#include <doctest/doctest.h>

#include <string>

#include "address.hpp"

using namespace lambent;

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
