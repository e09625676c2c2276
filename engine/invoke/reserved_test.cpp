// Reserved concurrency as the dispatcher enforces it, over all versions of a function.
#include <doctest/doctest.h>

#include "engine/invoke/dispatcher.hpp"

using namespace lambent;
using namespace lambent::invoke;
using namespace std::chrono_literals;

namespace {

const time_point start{};

model::function_ptr version(std::string number, std::string name = "f") {
  model::function f;
  f.account = "000000000000";
  f.region = "us-east-1";
  f.name = std::move(name);
  f.version = std::move(number);
  f.code_dir = "/code/" + f.version;
  return std::make_shared<const model::function>(f);
}

// A dispatcher whose function f has this much reserved.
struct reserving : dispatcher {
  explicit reserving(std::uint32_t count, limits bounds = {}) : dispatcher(bounds) {
    (void)reserved(*version("1"), count, start);
  }
  std::uint64_t calls = 0;
  actions call(const model::function_ptr& f, time_point now = start) {
    return invoked(invocation_id{++calls}, f, now);
  }
  // The environment that a call of `f` starts, at work on it.
  environment_id at_work(const model::function_ptr& f) {
    actions cold = call(f);
    REQUIRE(cold.started.size() == 1);
    REQUIRE(became_ready(cold.started[0].environment, start).assigned.size() == 1);
    return cold.started[0].environment;
  }
};

throttle refused(const actions& a) {
  REQUIRE(a.rejected.size() == 1);
  return a.rejected[0].why;
}

}  // namespace

TEST_CASE("a reservation of nothing turns every caller away") {
  reserving d(0);
  CHECK(refused(d.call(version("1"))) == throttle::function);
  CHECK(reason_of(throttle::function) == "ReservedFunctionConcurrentInvocationLimitExceeded");
  CHECK(reason_of(throttle::account) == "ConcurrentInvocationLimitExceeded");
  CHECK(d.call(version("1", "g")).started.size() == 1);
  (void)d.reserved(*version("1"), std::nullopt, start);
  CHECK(d.call(version("1")).started.size() == 1);
}

TEST_CASE("a function's versions share its reservation") {
  reserving d(2);
  environment_id first = d.at_work(version("1"));
  (void)d.at_work(version("2"));
  CHECK(refused(d.call(version("1"))) == throttle::function);
  CHECK(refused(d.call(version("$LATEST"))) == throttle::function);
  d.answered(first);
  CHECK(d.became_ready(first, start).assigned.empty());
  CHECK(d.call(version("1")).assigned.size() == 1);
}

TEST_CASE("one after the other, callers of a function with one reserved are never turned away") {
  reserving d(1);
  environment_id only = d.at_work(version("1"));
  for (int i = 0; i < 3; ++i) {
    d.answered(only);
    // It comes while the environment is still about to be free, and no second one may run.
    actions held = d.call(version("1"));
    CHECK(held.rejected.empty());
    CHECK(held.started.empty());
    CHECK(d.tick(start + 10ms).started.empty());
    CHECK(refused(d.call(version("1"))) == throttle::function);
    REQUIRE(d.became_ready(only, start + 20ms).assigned.size() == 1);
  }
}

TEST_CASE("a caller of another version waits until the function may run one more environment") {
  reserving d(1);
  environment_id old = d.at_work(version("1"));
  d.answered(old);
  actions held = d.call(version("2"));
  CHECK(held.rejected.empty());
  CHECK(held.started.empty());
  actions freed = d.became_ready(old, start + 1ms);
  REQUIRE(freed.started.size() == 1);
  CHECK(freed.started[0].function->version == "2");
  environment_id next = freed.started[0].environment;
  REQUIRE(d.became_ready(next, start + 2ms).assigned.size() == 1);

  // Now both versions have an environment, and the idle one serves as soon as it may.
  d.answered(next);
  CHECK(d.call(version("1"), start + 3ms).assigned.empty());
  actions served = d.became_ready(next, start + 4ms);
  REQUIRE(served.assigned.size() == 1);
  CHECK(served.assigned[0].environment == old);
}

TEST_CASE("an environment that ends gives its place to who waits") {
  reserving d(1);
  environment_id old = d.at_work(version("1"));
  d.answered(old);
  CHECK(d.call(version("2")).started.empty());
  CHECK(d.gone(old, "crash", start).started.size() == 1);
}

TEST_CASE("an environment that ends in the middle of its invocation frees its place") {
  reserving d(1);
  environment_id only = d.at_work(version("1"));
  (void)d.gone(only, "crash", start);
  CHECK(d.call(version("1")).started.size() == 1);
}

TEST_CASE("an environment that could not be made frees its place with the caller's refusal") {
  reserving d(1);
  actions cold = d.call(version("1"));
  CHECK(d.gone(cold.started.at(0).environment, "no space left", start).rejected.size() == 1);
  CHECK(d.call(version("1")).started.size() == 1);
}

TEST_CASE("an environment of old code counts until it has ended") {
  reserving d(1);
  environment_id old = d.at_work(version("1"));
  auto updated = std::make_shared<model::function>(*version("1"));
  updated->code_dir = "/code/new";
  (void)d.changed(function_key(*updated), updated, start);
  CHECK(refused(d.call(updated)) == throttle::function);
  d.answered(old);
  CHECK(d.call(updated).started.empty());
  actions freed = d.became_ready(old, start);
  CHECK(freed.retired.size() == 1);
  CHECK(freed.started.size() == 1);
}

TEST_CASE("callers that wait for a deleted function free their places") {
  reserving d(1);
  (void)d.call(version("1"));
  CHECK(d.changed(function_key(*version("1")), nullptr, start).rejected.size() == 1);
  (void)d.reserved(*version("1"), std::nullopt, start);
  (void)d.reserved(*version("1"), 1, start);
  CHECK(d.call(version("1")).rejected.empty());
}

TEST_CASE("callers that were taken in run although the reservation was lowered to nothing") {
  reserving d(2);
  actions one = d.call(version("1"));
  actions two = d.call(version("1"));
  (void)d.reserved(*version("1"), 0, start);
  CHECK(refused(d.call(version("1"))) == throttle::function);
  CHECK(d.became_ready(one.started.at(0).environment, start).assigned.size() == 1);
  CHECK(d.became_ready(two.started.at(0).environment, start).assigned.size() == 1);
}

TEST_CASE("a reservation that is raised starts what waits at once") {
  reserving d(1);
  environment_id old = d.at_work(version("1"));
  d.answered(old);
  CHECK(d.call(version("2")).started.empty());
  CHECK(d.reserved(*version("1"), 2, start).started.size() == 1);
}

TEST_CASE("functions without a reservation are throttled at what the others leave") {
  reserving d(2, {.account_concurrency = 3});
  (void)d.call(version("1", "g"));
  CHECK(refused(d.call(version("1", "h"))) == throttle::account);
  CHECK(d.call(version("1")).rejected.empty());
}
