#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "trace_variable.hpp"

using namespace lambent;

TEST_CASE("the trace variable follows the invocation, in one place, and goes away with it") {
  const char* const name = "_X_AMZN_TRACE_ID";
  trace_variable v;
  v.set("Root=1-a");
  REQUIRE(std::getenv(name) != nullptr);
  CHECK(std::string(std::getenv(name)) == "Root=1-a");
  const char* const place = std::getenv(name);
  v.set("Root=1-longer;Sampled=1");
  CHECK(std::string(std::getenv(name)) == "Root=1-longer;Sampled=1");
  CHECK(std::getenv(name) == place);
  v.set(std::string(5000, 'x'));
  CHECK(std::string(std::getenv(name)).size() == 5000);
  v.set("");
  CHECK(std::getenv(name) == nullptr);
}
