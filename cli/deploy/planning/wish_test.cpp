// From flags to what is wanted: no flag is passed over in silence.
#include "cli/deploy/planning/wish.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli::deploy;
using lambent::cli::deploy_options;

namespace {

result<wanted_function> wish(const deploy_options& options) {
  return wish_for("hello", {.sha256 = "abc=", .architecture = "x86_64"}, options, {});
}

std::string refused(const deploy_options& options) {
  auto made = wish(options);
  return made ? std::string() : made.error().what;
}

}  // namespace

TEST_CASE("a URL's auth and invoke mode without a wish for a URL change the one that is there") {
  auto wanted = wish({.url_auth = "none"});
  REQUIRE(wanted.has_value());
  CHECK(wanted->url == url_wish::change);
  CHECK(wanted->url_auth == "NONE");
  CHECK_FALSE(wanted->url_invoke_mode.has_value());
  wanted = wish({.url_invoke_mode = "response-stream"});
  CHECK(wanted->url == url_wish::change);
  CHECK(wanted->url_invoke_mode == "RESPONSE_STREAM");
  wanted = wish({.enable_url = true, .url_auth = "NONE"});
  CHECK(wanted->url == url_wish::have);
  CHECK(wanted->url_wanted == url_settings{.auth_type = "NONE", .invoke_mode = "BUFFERED"});
  CHECK(wanted->keeps_url);
  CHECK(wish({})->url == url_wish::leave);
}

TEST_CASE("flags about what is taken away or not there are refused") {
  CHECK(refused({.disable_url = true, .url_auth = "NONE"}) ==
        "--function-url-auth and --disable-function-url contradict each other");
  CHECK(refused({.disable_url = true, .url_invoke_mode = "BUFFERED"}) ==
        "--invoke-mode and --disable-function-url contradict each other");
  CHECK(refused({.ipv6_allowed_for_dual_stack = true}) ==
        "--ipv6-allowed-for-dual-stack is about a VPC, and none is named");
  CHECK(refused({.subnet_ids = {"subnet-1"}, .ipv6_allowed_for_dual_stack = true}) == "");
}
