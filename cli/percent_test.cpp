#include "cli/percent.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

TEST_CASE("encodings match their known values") {
  CHECK(percent_encode("arn:aws:lambda/x y$LATEST-._~") ==
        "arn%3Aaws%3Alambda%2Fx%20y%24LATEST-._~");
}
