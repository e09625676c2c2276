#include "cli/bench/calls.hpp"

#include <doctest/doctest.h>

#include <map>

#include "aws/testing/world.hpp"

using namespace lambent;
using namespace lambent::cli::bench;

namespace {

// Callers that call nobody, and how often each was asked to.
class crew {
public:
  explicit crew(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
      callers.push_back(
          aws::client::open({.endpoint_url = "http://127.0.0.1:1"}, world_.around()).value());
  }

  result<> run(std::size_t count, sharing how, std::optional<std::size_t> failing = {}) {
    calls of({.count = count, .between_callers = how, .make = [&](aws::client& by) {
                const std::lock_guard lock(mutex_);
                ++made[&by];
                return all() == failing ? std::unexpected(failure(aws::call_error{}))
                                        : std::expected<sample, failure>(sample{});
              }});
    auto ran = of.run(callers);
    samples = of.samples().size();
    failed = of.failed().has_value();
    return ran;
  }
  std::size_t all() const {
    std::size_t out = 0;
    for (const auto& [by, count] : made) out += count;
    return out;
  }

private:
  aws::testing::world world_;
  std::mutex mutex_;

public:
  std::vector<aws::client> callers;
  std::map<aws::client*, std::size_t> made;
  std::size_t samples = 0;
  bool failed = false;
};

}  // namespace

TEST_CASE("each caller makes exactly one of the calls that warm up, however fast the others are") {
  constexpr std::size_t many = 8;
  crew of(many);
  REQUIRE(of.run(many, sharing::one_each).has_value());
  CHECK(of.samples == many);
  CHECK(of.made.size() == many);
  for (const auto& [by, count] : of.made) CHECK(count == 1);
}

TEST_CASE("as many calls are made as were asked for, by whoever is free") {
  crew of(3);
  REQUIRE(of.run(100, sharing::as_they_come).has_value());
  CHECK(of.samples == 100);
  CHECK(of.all() == 100);
  CHECK(!of.failed);
}

TEST_CASE("a call that fails is the last of its caller, and ends the others'") {
  crew of(1);
  REQUIRE(of.run(100, sharing::as_they_come, 5).has_value());
  CHECK(of.all() == 5);
  CHECK(of.samples == 4);
  CHECK(of.failed);
}
