#include "oci/distribution/surroundings.hpp"

#include <doctest/doctest.h>

using namespace lambent::oci::distribution;

TEST_CASE("a pause lasts as long as it should, or until it is given up") {
  using std::chrono::milliseconds;
  using clock = std::chrono::steady_clock;
  auto begin = clock::now();
  surroundings::real().sleep(milliseconds(70));
  CHECK(clock::now() - begin >= milliseconds(70));
  int asked = 0;
  begin = clock::now();
  surroundings::real([&] { return ++asked > 2; }).sleep(std::chrono::hours(1));
  CHECK(asked == 3);
  CHECK(clock::now() - begin < std::chrono::minutes(1));
}
