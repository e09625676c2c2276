#include "study/report/statistics.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

using namespace lambent::study;

TEST_CASE("the median is the middle value, or between the middle two") {
  const double odd[] = {5, 1, 3};
  const auto of_three = summary_of(odd);
  REQUIRE(of_three);
  CHECK(of_three->min == 1);
  CHECK(of_three->median == 3);
  CHECK(of_three->mean == 3);
  CHECK(of_three->max == 5);
  const double even[] = {4, 1, 2, 10};
  CHECK(summary_of(even)->median == 3);
  CHECK(summary_of(even)->mean == doctest::Approx(4.25));
  CHECK_FALSE(summary_of({}));
}

TEST_CASE("a value far outside of the quartiles is an outlier, a near one or one of few is not") {
  const double one_far[] = {100, 101, 102, 99, 130};
  CHECK(outliers_of(one_far) == std::vector<bool>{false, false, false, false, true});
  const double close_together[] = {100, 100.1, 100.1, 100, 101};
  CHECK(outliers_of(close_together) == std::vector<bool>(5, false));
  const double spread[] = {80, 90, 100, 110, 120};
  CHECK(outliers_of(spread) == std::vector<bool>(5, false));
  const double few[] = {1, 100, 1};
  CHECK(outliers_of(few) == std::vector<bool>(3, false));
}

TEST_CASE("a ratio is the median of all quotients, its interval the third from either end of 25") {
  const double above[] = {10, 11, 12, 13, 14};
  const double below[] = {1, 1, 1, 1, 1};
  const auto by = ratio_of(above, below);
  REQUIRE(by);
  CHECK(by->times == 12);
  // Each quotient stands there five times.
  CHECK(by->low == 10);
  CHECK(by->high == 14);
  CHECK(by->confidence == doctest::Approx(1 - 8.0 / 252));
  CHECK(by->certain());

  const double other[] = {1, 2, 4, 8, 16};
  const auto powers = ratio_of(other, other);
  REQUIRE(powers);
  CHECK(powers->times == 1);
  CHECK(powers->low == 1.0 / 8);  // 1/16, 1/8, 1/8, …
  CHECK(powers->high == 8);
  CHECK_FALSE(powers->certain());
}

TEST_CASE("few runs give the widest interval and the confidence that they allow") {
  const double above[] = {20, 22, 21};
  const double below[] = {10, 11, 10};
  const auto by = ratio_of(above, below);
  REQUIRE(by);
  CHECK(by->confidence == doctest::Approx(0.9));
  CHECK(by->low == 20.0 / 11);
  CHECK(by->high == 2.2);
  const double alone[] = {3};
  const auto single = ratio_of(alone, alone);
  REQUIRE(single);
  CHECK(single->confidence == doctest::Approx(0));
}

TEST_CASE("the confidence is that of published tables of U") {
  // Least U that is still within 95 %: 5 of 5 → 2, 6 of 6 → 5, 8 of 8 → 13, 10 of 10 → 23.
  struct known {
    std::size_t size;
    std::size_t each_end;
  };
  for (const known& one : {known{5, 2}, known{6, 5}, known{8, 13}, known{10, 23}}) {
    CAPTURE(one.size);
    std::vector<double> above;
    for (std::size_t i = 0; i < one.size; ++i) above.push_back(std::pow(1.01, i * one.size));
    std::vector<double> below;
    for (std::size_t i = 0; i < one.size; ++i) below.push_back(std::pow(1.01, i));
    std::vector<double> quotients;
    for (double a : above)
      for (double b : below) quotients.push_back(a / b);
    std::ranges::sort(quotients);
    const auto by = ratio_of(above, below);
    REQUIRE(by);
    CHECK(by->low == quotients[one.each_end]);
    CHECK(by->high == quotients[quotients.size() - 1 - one.each_end]);
    CHECK(by->confidence >= wanted_confidence);
  }
}

TEST_CASE("one slow run moves a ratio little and is part of the interval") {
  const double steady[] = {100, 101, 100, 99, 100};
  const double one_slow[] = {200, 201, 200, 900, 199};
  const auto by = ratio_of(one_slow, steady);
  REQUIRE(by);
  CHECK(by->times == doctest::Approx(2).epsilon(0.02));
  CHECK(by->high > 8);
}

TEST_CASE("the interval covers the true ratio about as often as it says, also with slow tails") {
  std::mt19937 random(7);
  std::lognormal_distribution<double> noise(0, 0.3);
  constexpr double truth = 3;
  constexpr int rounds = 4'000;
  int covered = 0;
  for (int i = 0; i < rounds; ++i) {
    std::vector<double> above(5);
    std::vector<double> below(5);
    for (double& value : above) value = truth * noise(random);
    for (double& value : below) value = noise(random);
    const auto by = ratio_of(above, below);
    REQUIRE(by);
    covered += by->low <= truth && truth <= by->high ? 1 : 0;
  }
  CHECK(covered / static_cast<double>(rounds) == doctest::Approx(1 - 8.0 / 252).epsilon(0.01));
}

TEST_CASE("many runs, beyond the exact distribution, give a narrow interval around the ratio") {
  std::vector<double> above;
  std::vector<double> below;
  for (int i = 0; i < 100; ++i) {
    above.push_back(200 + i % 10);
    below.push_back(100 + i % 10);
  }
  const auto by = ratio_of(above, below);
  REQUIRE(by);
  CHECK(by->low < by->times);
  CHECK(by->times < by->high);
  CHECK(by->high - by->low < 0.1);
}

TEST_CASE("there is no ratio of nothing, and none to zero") {
  const double some[] = {1, 2};
  const double zero[] = {0, 1};
  CHECK_FALSE(ratio_of({}, some));
  CHECK_FALSE(ratio_of(some, {}));
  CHECK_FALSE(ratio_of(some, zero));
  CHECK_FALSE(ratio_of(zero, some));
}

TEST_CASE("too few values tell nothing apart, however far they lie from each other") {
  const std::vector<double> one = {1};
  const std::vector<double> far = {100};
  CHECK_FALSE(ratio_of(far, one)->certain());
  CHECK_FALSE(ratio_of(std::vector<double>{100, 101}, std::vector<double>{1, 2})->certain());
  CHECK(ratio_of(std::vector<double>{100, 101, 102}, std::vector<double>{1, 2, 3})->certain());
}
