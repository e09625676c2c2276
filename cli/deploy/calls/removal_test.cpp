// Deletions against an AWS in memory: what goes, and what is somebody else's.
#include "cli/deploy/calls/removal.hpp"

#include <doctest/doctest.h>

#include "cli/deploy/testing/bench.hpp"

using namespace lambent;
using namespace lambent::cli::deploy;
using lambent::cli::testing::bench;

TEST_CASE("a function goes with the role that was made for it") {
  bench on;
  REQUIRE(on.deploy().has_value());
  aws::client with = on.client();
  auto found = find_removal(with, {.name = "hello"});
  REQUIRE(found.has_value());
  CHECK(found->function == "hello");
  CHECK(found->role == "lambent-hello-eu-west-1");
  REQUIRE(carry_out(with, *found).has_value());
  CHECK(on.cloud.function("hello").empty());
  CHECK(on.cloud.policies("lambent-hello-eu-west-1").empty());
  found = find_removal(with, {.name = "hello"});
  REQUIRE(found.has_value());
  CHECK(found->nothing());
}

TEST_CASE("a function of the same name in another region keeps its role") {
  bench on;
  // The role alone, as a deployment leaves it that is cut at CreateFunction.
  on.cloud.cut_before(6);
  REQUIRE(!on.deploy().has_value());
  on.cloud.cut_before(0);
  aws::client elsewhere = on.client("us-east-1");
  auto found = find_removal(elsewhere, {.name = "hello"});
  REQUIRE(found.has_value());
  CHECK(found->nothing());
  aws::client here = on.client();
  found = find_removal(here, {.name = "hello"});
  REQUIRE(found.has_value());
  CHECK(found->role == "lambent-hello-eu-west-1");
}

TEST_CASE("what is gone by the time that it is deleted is deleted") {
  bench on;
  on.wanted.log_retention_days = 7;
  REQUIRE(on.deploy().has_value());
  aws::client with = on.client();
  auto found = find_removal(with, {.name = "hello", .with_logs = true});
  REQUIRE(found.has_value());
  CHECK(found->log_group == "/aws/lambda/hello");
  // The DELETE is sent again, and meets its own success.
  on.cloud.lose_answer("lambda DeleteFunction");
  if (auto done = carry_out(with, *found); !done) FAIL(done.error().error.what);
  CHECK(on.cloud.function("hello").empty());
  auto left = find_removal(with, {.name = "hello", .with_logs = true});
  REQUIRE(left.has_value());
  CHECK(left->nothing());
}

TEST_CASE("a log group that is not the function's own is left") {
  bench on;
  on.wanted.log_retention_days = 7;
  REQUIRE(on.deploy().has_value());
  on.wanted.log_retention_days.reset();
  on.wanted.log_group = "/shared";
  REQUIRE(on.deploy().has_value());
  aws::client with = on.client();
  auto found = find_removal(with, {.name = "hello", .with_logs = true});
  REQUIRE(found.has_value());
  CHECK(found->log_group == "/aws/lambda/hello");
  CHECK(found->shared_log_group == "/shared");
  CHECK(find_removal(with, {.name = "hello"})->shared_log_group == "");
}

TEST_CASE("a deletion that is interrupted at any call is finished by the next") {
  for (int at = 1; at <= 8; ++at) {
    CAPTURE(at);
    bench on;
    on.wanted.log_retention_days = 7;
    REQUIRE(on.deploy().has_value());
    aws::client with = on.client();
    const removal_wish wish{.name = "hello", .with_logs = true};
    auto found = find_removal(with, wish);
    REQUIRE(found.has_value());
    on.cloud.cut_after(at);
    const bool whole = carry_out(with, *found).has_value();
    on.cloud.cut_after(0);
    if (!whole) {
      auto rest = find_removal(with, wish);
      REQUIRE(rest.has_value());
      if (auto done = carry_out(with, *rest); !done) FAIL(done.error().error.what);
    }
    auto left = find_removal(with, wish);
    REQUIRE(left.has_value());
    CHECK(left->nothing());
  }
}
