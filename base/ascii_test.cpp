#include "base/ascii.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("only the letters of ASCII change their case") {
  CHECK(lower_case("Content-Type \xC3\x84 [@`{") == "content-type \xC3\x84 [@`{");
  CHECK(upper_case("get \xC3\xA4") == "GET \xC3\xA4");
  CHECK(same_letters("X-Amz-Date", "x-amz-DATE"));
  CHECK_FALSE(same_letters("X-Amz-Date", "X-Amz-Dates"));
  CHECK_FALSE(same_letters("@", "`"));
}
