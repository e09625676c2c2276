#include "study/protocol/known_digits.hpp"

#include <doctest/doctest.h>

#include "base/sha256.hpp"

using namespace lambent;
using namespace lambent::study;

TEST_CASE("the first digits are the ones everybody knows, however many are asked for") {
  const std::string known = "31415926535897932384626433832795028841971693993751";
  for (unsigned count = 1; count <= known.size(); ++count)
    CHECK(known_digits(count) == known.substr(0, count));
}

TEST_CASE(
    "the first 10,000 digits have the digest that all of the study's functions are tested by") {
  const std::string digits = known_digits(10'000);
  CHECK(to_hex(sha256(digits)) ==
        "2a32257c1b63c17b152835a29b8f832c1beb4d04d1594e18632104cf29243309");
  CHECK(digits.substr(761, 7) == "4999999");
  CHECK(digits.ends_with("5525637567"));
}
