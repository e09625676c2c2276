#include "engine/url/cors.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::url;

namespace {

std::string told(const http::headers& all) {
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i)
    text += std::string(all[i].first) + ": " + std::string(all[i].second) + "\n";
  return text;
}

model::cors_config configured() {
  model::cors_config c;
  c.allow_origins = {"https://a.example", "https://b.example"};
  c.allow_methods = {"GET", "POST"};
  c.allow_headers = {"content-type", "x-own"};
  c.expose_headers = {"x-total"};
  c.max_age_s = 300;
  return c;
}

}  // namespace

TEST_CASE("a preflight is OPTIONS with an origin and the method to come") {
  http::request r{"OPTIONS", "/", {{"Origin", "https://a.example"}}, {}};
  CHECK_FALSE(is_preflight(r));
  r.headers.add("Access-Control-Request-Method", "POST");
  CHECK(is_preflight(r));
  r.method = "GET";
  CHECK_FALSE(is_preflight(r));
}

TEST_CASE("a preflight is told what is configured") {
  http::response answer = answer_preflight(configured(), "https://b.example");
  CHECK(answer.status == 200);
  CHECK(told(answer.headers) ==
        "Access-Control-Allow-Origin: https://b.example\n"
        "Vary: Origin\n"
        "Access-Control-Allow-Methods: GET,POST\n"
        "Access-Control-Allow-Headers: content-type,x-own\n"
        "Access-Control-Max-Age: 300\n");
}

TEST_CASE("an origin that is not allowed is told nothing") {
  CHECK(told(answer_preflight(configured(), "https://c.example").headers).empty());
  http::headers to;
  add_cors(to, configured(), "https://c.example");
  add_cors(to, configured(), "");
  add_cors(to, {}, "https://a.example");
  CHECK(to.size() == 0);
}

TEST_CASE("other answers say who may read them, and which headers") {
  http::headers to;
  add_cors(to, configured(), "https://a.example");
  CHECK(told(to) ==
        "Access-Control-Allow-Origin: https://a.example\n"
        "Vary: Origin\n"
        "Access-Control-Expose-Headers: x-total\n");
}

TEST_CASE("everyone is a star, but not where credentials are sent") {
  model::cors_config c;
  c.allow_origins = {"*"};
  http::headers to;
  add_cors(to, c, "https://a.example");
  CHECK(told(to) == "Access-Control-Allow-Origin: *\n");
  c.allow_credentials = true;
  http::headers with_credentials;
  add_cors(with_credentials, c, "https://a.example");
  CHECK(told(with_credentials) ==
        "Access-Control-Allow-Origin: https://a.example\n"
        "Vary: Origin\n"
        "Access-Control-Allow-Credentials: true\n");
}
