#include "engine/url/address.hpp"

#include <doctest/doctest.h>

using namespace lambent::url;

namespace {

// "<function> <qualifier> <target>", or "none".
std::string told(std::string_view target) {
  auto found = address_in_path(target);
  return found ? found->function + " " + found->qualifier + " " + found->target : "none";
}

}  // namespace

TEST_CASE("a function URL's host begins with its id, in any case and at any port") {
  CHECK(id_in_host("abc123.lambda-url.us-east-1.localhost:4566") == "abc123");
  CHECK(id_in_host("ABC123.Lambda-URL.us-east-1.on.aws") == "abc123");
  CHECK_FALSE(id_in_host("127.0.0.1:4566"));
  CHECK_FALSE(id_in_host("localhost"));
  CHECK_FALSE(id_in_host(".lambda-url.us-east-1.localhost"));
  CHECK_FALSE(id_in_host("bucket.s3.localhost"));
  CHECK_FALSE(id_in_host(""));
}

TEST_CASE("a path names the function, and the rest is the function's own") {
  CHECK(told("/lambda-url/f") == "f  /");
  CHECK(told("/lambda-url/f/") == "f  /");
  CHECK(told("/lambda-url/f?a=1") == "f  /?a=1");
  CHECK(told("/lambda-url/f/orders/a%2Fb?q=%20") == "f  /orders/a%2Fb?q=%20");
  CHECK(told("/lambda-url/f:live/x") == "f live /x");
  CHECK(told("/lambda-url/f%3A$LATEST/x") == "f $LATEST /x");
  CHECK(told("/lambda-url/") == "  /");
  CHECK(told("/lambda-url") == "none");
  CHECK(told("/") == "none");
}
