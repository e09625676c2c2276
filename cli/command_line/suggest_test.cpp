#include "cli/command_line/suggest.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

TEST_CASE("the closest word is found within a third of the letters") {
  CHECK(closest("biuld", {"new", "build", "serve"}) == "build");
  CHECK(closest("srve", {"new", "build", "serve"}) == "serve");
  CHECK(closest("nwe", {"new", "build"}) == "new");
  CHECK(closest("deploy", {"new", "build", "serve"}).empty());
  CHECK(closest(std::string(1000, 'x'), {"new"}).empty());
}
