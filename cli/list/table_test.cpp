#include "cli/list/table.hpp"

#include <doctest/doctest.h>

using lambent::cli::aligned;

TEST_CASE("columns are as wide as their widest cell") {
  CHECK(aligned({{"A", "BB", "C"}, {"long", "", "x"}, {"s", "y", ""}}) ==
        "A     BB  C\n"
        "long      x\n"
        "s     y   \n");
  CHECK(aligned({}).empty());
  CHECK(aligned({{"\033[2J", "a\nb"}, {"1234567", "c"}}) == "\\x1b[2J  a\\nb\n1234567  c\n");
}
