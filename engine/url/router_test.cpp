#include "engine/url/router.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace lambent;
using namespace lambent::url;

namespace {

router made(std::vector<route> routes) {
  auto all = router::make(std::move(routes));
  REQUIRE(all.has_value());
  return std::move(*all);
}

// "<function> name=value …", "allowed: …", or "none".
std::string told(const router& of, std::string_view method, std::string_view path) {
  router::match m = of.find(method, path);
  if (m.found == nullptr && m.allowed.empty()) return "none";
  std::string text = m.found != nullptr ? m.found->function : "allowed:";
  for (const auto& [name, value] : m.parameters) text += " " + name + "=" + value;
  for (std::string_view method_text : m.allowed) text += " " + std::string(method_text);
  return text;
}

std::string refusal(std::vector<route> routes) {
  auto all = router::make(std::move(routes));
  return all ? "fine" : all.error().what;
}

}  // namespace

TEST_CASE("parameters are whole segments, decoded, and the rest is all that is left") {
  router r = made({{"", "/orders/{id}", "one"},
                   {"", "/files/{name+}", "files"},
                   {"", "/cargo/{*rest}", "cargo"},
                   {"", "/", "home"}});
  CHECK(told(r, "GET", "/orders/a%2Fb") == "one id=a/b");
  CHECK(told(r, "GET", "/orders/a/b") == "none");
  CHECK(told(r, "GET", "/orders/") == "none");
  CHECK(told(r, "GET", "/files/a/b%20c") == "files name=a/b c");
  CHECK(told(r, "GET", "/files") == "none");
  CHECK(told(r, "GET", "/files/") == "none");
  CHECK(told(r, "GET", "/cargo/x/y") == "cargo rest=x/y");
  CHECK(told(r, "GET", "/") == "home");
  CHECK(told(r, "GET", "/other") == "none");
}

TEST_CASE("the most particular route wins, whatever the order in which they stand") {
  std::vector<route> routes{{"", "/{all+}", "all"},
                            {"", "/a/{x}", "parameter"},
                            {"", "/a/b", "literal"},
                            {"", "/a/{x}/c", "longer"},
                            {"GET", "/a/b", "get"}};
  for (int turn = 0; turn < 5; ++turn) {
    router r = made(routes);
    CHECK(told(r, "POST", "/a/b") == "literal");
    CHECK(told(r, "GET", "/a/b") == "get");
    CHECK(told(r, "GET", "/a/z") == "parameter x=z");
    CHECK(told(r, "GET", "/a/z/c") == "longer x=z");
    CHECK(told(r, "GET", "/a/z/d") == "all all=a/z/d");
    std::rotate(routes.begin(), routes.begin() + 1, routes.end());
  }
}

TEST_CASE("a method that no route of the path has is told which there are") {
  router r = made({{"get", "/a", "f"}, {"POST", "/a", "g"}, {"PUT", "/{any}", "h"}});
  CHECK(told(r, "GET", "/a") == "f");
  CHECK(told(r, "POST", "/a") == "g");
  CHECK(told(r, "PUT", "/a") == "h any=a");
  CHECK(told(r, "DELETE", "/a") == "allowed: GET POST PUT");
  CHECK(told(r, "DELETE", "/a/b") == "none");
}

TEST_CASE("routes that cannot work are refused with what is wrong") {
  CHECK(refusal({{"", "orders", "f"}}) == R"(route "orders": a path begins with a slash)");
  CHECK(refusal({{"", "/a", ""}}) == R"(route "/a": no function is named)");
  CHECK(refusal({{"GE T", "/a", "f"}}) == R"(route "/a": "GE T" is not a method)");
  CHECK(refusal({{"", "/x{id}", "f"}}) ==
        R"(route "/x{id}": a parameter is a whole segment, as in /orders/{id})");
  CHECK(refusal({{"", "/{}", "f"}}) == R"(route "/{}": a parameter needs a name)");
  CHECK(refusal({{"", "/{a+}/b", "f"}}) ==
        R"(route "/{a+}/b": {a+} takes all that is left, and stands at the end)");
  CHECK(refusal({{"", "/{a}/{a}", "f"}}) == R"(route "/{a}/{a}": two parameters are called a)");
  CHECK(refusal({{"GET", "/a/{x}", "f"}, {"GET", "/a/{y}", "g"}}) ==
        R"(route "/a/{y}": "/a/{x}" takes the same requests)");
  CHECK(refusal({{"GET", "/a/{x}", "f"}, {"", "/a/{y}", "g"}}) == "fine");
  CHECK(refusal(std::vector<route>(1'001, {"", "/a", "f"})) == "1001 routes are more than 1000");
}
