#include "base/quantile.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

using lambent::quantile;

TEST_CASE("a quantile is the value that as many do not exceed") {
  std::vector<double> hundred(100);
  std::iota(hundred.begin(), hundred.end(), 1);
  CHECK(quantile(hundred, 0) == 1);
  CHECK(quantile(hundred, 0.07) == 7);
  CHECK(quantile(hundred, 0.5) == 50);
  CHECK(quantile(hundred, 0.99) == 99);
  CHECK(quantile(hundred, 0.991) == 100);
  CHECK(quantile(hundred, 1) == 100);
}

TEST_CASE("of few values the high quantiles are the highest") {
  std::vector<double> three = {1, 2, 30};
  CHECK(quantile(three, 0.5) == 2);
  CHECK(quantile(three, 0.9) == 30);
  CHECK(quantile(std::vector<double>{4}, 0.5) == 4);
  CHECK(quantile(std::vector<double>{}, 0.5) == 0);
}
