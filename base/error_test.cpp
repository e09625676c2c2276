#include "base/error.hpp"

#include <doctest/doctest.h>

namespace {

lambent::result<int> inner(bool good) {
  if (!good) return lambent::sys_fail("open memory.max", EACCES);
  return 7;
}

lambent::result<int> outer(bool good) {
  int value = TRY_FOR("limit memory of /sys/fs/cgroup/x", inner(good));
  return value + 1;
}

}  // namespace

TEST_CASE("an error reads outermost first and keeps the system's code") {
  auto failed = outer(false);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().what ==
        "limit memory of /sys/fs/cgroup/x: open memory.max: Permission denied");
  CHECK(failed.error().code == EACCES);
}

TEST_CASE("TRY hands the value on when there is one") { CHECK(outer(true).value() == 8); }
