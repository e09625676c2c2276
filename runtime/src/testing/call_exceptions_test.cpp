#include <doctest/doctest.h>
#include <lambent/testing.hpp>

#include <stdexcept>
#include <string>

using namespace lambent;

TEST_CASE("what a called handler throws is its error, as it would be on Lambda") {
  const auto answer = testing::call(
      [](std::string_view) -> std::string { throw std::out_of_range("no such order"); }, "1");
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error->type == "std::out_of_range");
  CHECK(answer.error->message == "no such order");
}
