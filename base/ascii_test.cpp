#include "base/ascii.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("a text is trimmed at both ends, and not inside") {
  CHECK(trimmed(" \ta b\t ") == "a b");
  CHECK(trimmed("a\n") == "a\n");
  CHECK(trimmed("\r\na\n", "\r\n") == "a");
  CHECK(trimmed(" \t ").empty());
  CHECK(trimmed("").empty());
}

TEST_CASE("only the letters of ASCII change their case") {
  CHECK(lower_case("Content-Type \xC3\x84 [@`{") == "content-type \xC3\x84 [@`{");
  CHECK(upper_case("get \xC3\xA4") == "GET \xC3\xA4");
  CHECK(same_letters("X-Amz-Date", "x-amz-DATE"));
  CHECK_FALSE(same_letters("X-Amz-Date", "X-Amz-Dates"));
  CHECK_FALSE(same_letters("@", "`"));
}
