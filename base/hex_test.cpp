#include "base/hex.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("digits have their values in either case, and nothing else has one") {
  CHECK(hex_value('0') == 0);
  CHECK(hex_value('9') == 9);
  CHECK(hex_value('a') == 10);
  CHECK(hex_value('F') == 15);
  for (char c : {'/', ':', '@', 'G', '`', 'g', ' ', '\0'}) CHECK(hex_value(c) == -1);
  CHECK(is_lower_hex("09af"));
  CHECK_FALSE(is_lower_hex("09AF"));
  CHECK_FALSE(is_lower_hex("0 9"));
}
