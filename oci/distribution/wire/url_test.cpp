#include "oci/distribution/wire/url.hpp"

#include <doctest/doctest.h>

#include "oci/distribution/wire/address.hpp"

using namespace lambent::oci::distribution;

TEST_CASE("a URL is taken apart and put together again") {
  auto found = parse_url("HTTPS://Registry.Example:5000/v2/a?b=c#d");
  REQUIRE(found.has_value());
  CHECK(*found == url{"https", "registry.example", "5000", "/v2/a?b=c"});
  CHECK(to_text(*found) == "https://registry.example:5000/v2/a?b=c");
  CHECK(to_text(parse_url("http://[::1]:5000").value()) == "http://[::1]:5000/");
  CHECK(to_text(parse_url("http://h?a=b").value()) == "http://h/?a=b");
}

TEST_CASE("what is no http URL, or would change the request line, is refused") {
  for (const char* text : {"", "h", "/v2/", "ftp://h/", "http://", "http:///a", "http://u:p@h/",
                           "http://h:/", "http://h:123456/", "http://h:1a/", "http://a b/",
                           "http://h/\r\nX: y", "http://h/\xc3\xa9", "http://::1/", "http://[::1"})
    CHECK_MESSAGE(!parse_url(text).has_value(), text);
  CHECK(parse_url("ftp://h/").error().what ==
        "'ftp://h/' is no http or https URL: the scheme is ftp");
}

TEST_CASE("a location is absolute, on the same host, beside the request or a query of it") {
  const url base = parse_url("https://h:1/v2/app/blobs/uploads/?x").value();
  auto led = [&](std::string_view to) { return to_text(resolve(base, to).value()); };
  CHECK(led("http://other/y") == "http://other/y");
  CHECK(led("//other/y") == "https://other/y");
  CHECK(led("/y?z") == "https://h:1/y?z");
  CHECK(led("y") == "https://h:1/v2/app/blobs/uploads/y");
  CHECK(led("../y/./z/..") == "https://h:1/v2/app/blobs/y/");
  CHECK(led("/../../y") == "https://h:1/y");
  CHECK(led("?z") == "https://h:1/v2/app/blobs/uploads/?z");
  CHECK(led("") == to_text(base));
  CHECK(led("/a:b") == "https://h:1/a:b");
  CHECK(!resolve(base, "mailto:me").has_value());
  CHECK(!resolve(base, "/a b").has_value());
}

TEST_CASE("an origin is scheme, host and port") {
  auto same = [](const char* a, const char* b) {
    return same_origin(parse_url(a).value(), parse_url(b).value());
  };
  CHECK(same("https://h/a", "https://H:443/b"));
  CHECK(same("http://h", "http://h:80"));
  CHECK(!same("https://h", "http://h"));
  CHECK(!same("https://h", "https://h:5000"));
  CHECK(!same("https://h", "https://h.other"));
}

TEST_CASE("a query is added to what is there") {
  const url at = parse_url("https://h/a").value();
  CHECK(with_query(at, "digest", "sha256:1").target == "/a?digest=sha256%3A1");
  CHECK(with_query(with_query(at, "a", "b"), "c", "d/&").target == "/a?a=b&c=d%2F%26");
}

TEST_CASE("registries are spoken to over TLS, but on this machine") {
  auto where = [](const char* name, bool insecure = false) {
    return to_text(address_of(name, insecure).value());
  };
  CHECK(where("docker.io") == "https://registry-1.docker.io/");
  CHECK(where("quay.io") == "https://quay.io/");
  CHECK(where("quay.io", true) == "http://quay.io/");
  CHECK(where("localhost:5000") == "http://localhost:5000/");
  CHECK(where("127.0.0.1:4566") == "http://127.0.0.1:4566/");
  CHECK(where("[::1]:4566") == "http://[::1]:4566/");
  CHECK(where("localhost.example") == "https://localhost.example/");
  CHECK(on_this_machine("localhost:1"));
  CHECK(!on_this_machine("10.0.0.1:1"));
}
