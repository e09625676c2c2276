#include "engine/api/decimal.hpp"

#include <doctest/doctest.h>

using lambent::api::decimal;

TEST_CASE("numbers are written as Java writes doubles") {
  CHECK(decimal(0) == "0.0");
  CHECK(decimal(1) == "1.0");
  CHECK(decimal(2) == "2.0");
  CHECK(decimal(-1) == "-1.0");
  CHECK(decimal(0.2) == "0.2");
  CHECK(decimal(0.05) == "0.05");
  CHECK(decimal(0.001) == "0.001");
  CHECK(decimal(0.00001) == "1.0E-5");
  CHECK(decimal(0.000125) == "1.25E-4");
  CHECK(decimal(12345678) == "1.2345678E7");
  CHECK(decimal(1e300) == "1.0E300");
}
