#include "engine/invoke/concurrency.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::invoke;

namespace {

model::function function(std::string name, std::string account = "000000000000") {
  model::function f;
  f.account = std::move(account);
  f.region = "us-east-1";
  f.name = std::move(name);
  return f;
}

// How many more invocations of `f` are taken in, and why no further.
std::pair<int, throttle> room(const concurrency& c, function_share& f) {
  int taken = 0;
  for (;; ++taken)
    if (auto why = c.admit(f); why != throttle::none) return {taken, why};
}

}  // namespace

TEST_CASE("functions without a reservation share what the reservations leave") {
  concurrency c(10);
  auto f = c.share_of(function("f")), g = c.share_of(function("g"));
  (void)c.reserve(function("h"), 4);
  CHECK(c.admit(*g) == throttle::none);
  CHECK(room(c, *f) == std::pair(5, throttle::account));
  CHECK(c.admit(*g) == throttle::account);
  concurrency::answered(*f);
  CHECK(room(c, *g) == std::pair(1, throttle::account));
  CHECK(room(c, *c.share_of(function("h"))) == std::pair(4, throttle::function));
  CHECK(room(c, *c.share_of(function("f", "111111111111"))) == std::pair(10, throttle::account));
}

TEST_CASE("a reservation that comes or goes takes its invocations along") {
  concurrency c(10);
  auto f = c.share_of(function("f")), g = c.share_of(function("g"));
  for (int i = 0; i < 3; ++i) REQUIRE(c.admit(*f) == throttle::none);
  (void)c.reserve(function("f"), 4);
  CHECK(room(c, *f) == std::pair(1, throttle::function));
  CHECK(room(c, *g) == std::pair(6, throttle::account));
  (void)c.reserve(function("f"), 0);
  CHECK(c.admit(*f) == throttle::function);
  (void)c.reserve(function("f"), std::nullopt);
  CHECK(c.admit(*g) == throttle::account);
  for (int i = 0; i < 4; ++i) concurrency::answered(*f);
  CHECK(room(c, *f) == std::pair(4, throttle::account));
}
