#include "engine/environment/bandwidth.hpp"

#include <doctest/doctest.h>

using namespace lambent::environment;
using namespace std::chrono_literals;

namespace {

constexpr bandwidth::time_point start{1h};
constexpr bandwidth_limits small{.burst_bytes = 600, .bytes_per_second = 200};

}  // namespace

TEST_CASE("the burst leaves at once, and what follows at the rate") {
  bandwidth b(small);
  CHECK(b.take(599, start) <= start);
  CHECK(b.take(1, start) <= start);
  CHECK(b.take(200, start) == start + 1s);
  CHECK(b.take(100, start + 1s) == start + 1500ms);
}

TEST_CASE("a stream slower than the rate is never held up, and earns its burst back") {
  bandwidth b(small);
  CHECK(b.take(600, start) <= start);
  for (auto at = start + 1s; at < start + 100s; at += 1s) CHECK(b.take(200, at) <= at);
  CHECK(b.take(600, start + 200s) <= start + 200s);
  CHECK(b.take(1, start + 200s) > start + 200s);
}

TEST_CASE("Lambda's own figures: 6 MB, then 2 MB a second") {
  bandwidth b;
  CHECK(b.take(6 << 20, start) <= start);
  CHECK(b.take(4 << 20, start) == start + 2s);
}
