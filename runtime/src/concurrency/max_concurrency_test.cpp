#include "max_concurrency.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace lambent;

TEST_CASE("a number of workers is taken as it is, up to the most that Lambda sends") {
  for (const int n : {1, 2, 64, workers_max}) {
    const concurrency found = concurrency_of(std::to_string(n));
    CHECK(found.workers == n);
    CHECK(found.as_asked);
  }
  CHECK(concurrency_of("").workers == 1);
  CHECK(concurrency_of("").as_asked);
}

TEST_CASE("what is no number of workers is one worker, too many are the most there can be") {
  for (const char* const text : {"0", "-1", "many", "8x", " 8", "-99999999999999999999", "+"}) {
    CAPTURE(text);
    CHECK(concurrency_of(text).workers == 1);
    CHECK_FALSE(concurrency_of(text).as_asked);
  }
  for (const char* const text : {"1601", "100000", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK(concurrency_of(text).workers == workers_max);
    CHECK_FALSE(concurrency_of(text).as_asked);
  }
}
