#include "cli/bench/study/measuring.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli::studying;

TEST_CASE("a report's figures are the sample's, and a report without them is none") {
  auto whole = sample_of({.duration_ms = 12.5, .init_ms = 3, .billed_ms = 16, .max_memory_mb = 4});
  REQUIRE(whole);
  CHECK(whole->duration_ms == 12.5);
  CHECK(whole->billed_ms == 16);
  CHECK(whole->max_memory_mb == 4);
  CHECK(whole->init_ms == 3);
  auto without = sample_of({.duration_ms = 12.5, .billed_ms = 16});
  REQUIRE_FALSE(without);
  CHECK(without.error().what == "the REPORT line has no Max Memory Used");
}

TEST_CASE("a refusal is the function's, a connection that is gone ends the study") {
  const auto kind_of = [](aws::call_failure kind) { return failure_of({.kind = kind}).of; };
  CHECK(kind_of(aws::call_failure::refused) == step_failure::kind::function);
  CHECK(kind_of(aws::call_failure::unreachable) == step_failure::kind::place);
  CHECK(kind_of(aws::call_failure::credentials) == step_failure::kind::place);
  CHECK(failure_of({.kind = aws::call_failure::unreachable}).code == cli::exit_code::unreachable);
}
