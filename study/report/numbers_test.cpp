#include "study/report/numbers.hpp"

#include <doctest/doctest.h>

using namespace lambent::study;

TEST_CASE("figures have fewer decimals the larger they are, and thousands apart") {
  CHECK(figure(0.5) == "0.50");
  CHECK(figure(21.144) == "21.14");
  CHECK(figure(99.999) == "100.0");
  CHECK(figure(260.44) == "260.4");
  CHECK(figure(999.96) == "1,000");
  CHECK(figure(24126.4) == "24,126");
  CHECK(figure(1234567) == "1,234,567");
  CHECK(round_figure(20000) == "20,000");
  CHECK(round_figure(50) == "50");
  CHECK(round_figure(0.2) == "0.2");
}

TEST_CASE("units, shares and money are written as in prose") {
  CHECK(milliseconds(24126.4) == "24,126 ms");
  CHECK(megabytes(12) == "12 MB");
  CHECK(megabytes(12.5) == "12.5 MB");
  CHECK(percent(0.95) == "95 %");
  CHECK(percent(1 - 8.0 / 252) == "96.8 %");
  CHECK(dollars(11.384) == "$11.38");
}

TEST_CASE("ratios have three digits that count") {
  CHECK(times(4.123) == "4.12");
  CHECK(times(9.996) == "10.0");
  CHECK(times(18.27) == "18.3");
  CHECK(times(412.3) == "412");
  CHECK(with_interval({.times = 4.123, .low = 4.05, .high = 10.2, .confidence = 0.95}) ==
        "4.12 (4.05 to 10.2)");
}

TEST_CASE("small counts are words") {
  CHECK(count_word(0) == "no");
  CHECK(count_word(5) == "five");
  CHECK(count_word(12) == "twelve");
  CHECK(count_word(13) == "13");
}
