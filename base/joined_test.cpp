#include "base/joined.hpp"

#include <doctest/doctest.h>

using lambent::joined;

TEST_CASE("words are joined by what stands between them, and by nothing else") {
  CHECK(joined({}).empty());
  CHECK(joined({"a"}) == "a");
  CHECK(joined({"a", "b"}) == "a, b");
  CHECK(joined({"a", "", "c"}, " | ") == "a |  | c");
}
