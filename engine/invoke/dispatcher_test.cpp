#include "engine/invoke/dispatcher.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::invoke;
using namespace std::chrono_literals;

namespace {

const time_point start{};

model::function_ptr make_function(std::string name, std::string code = "/code/1") {
  model::function f;
  f.code_dir = std::move(code);
  f.account = "000000000000";
  f.region = "us-east-1";
  f.name = std::move(name);
  return std::make_shared<const model::function>(f);
}

// Brings one environment of `f` to idle at `now` and gives its id.
environment_id warm(dispatcher& d, const model::function_ptr& f, invocation_id call,
                    time_point now) {
  actions cold = d.invoked(call, f, now);
  REQUIRE(cold.started.size() == 1);
  environment_id id = cold.started[0].environment;
  REQUIRE(d.became_ready(id, now).assigned.size() == 1);
  REQUIRE(d.became_ready(id, now).assigned.empty());
  return id;
}

}  // namespace

TEST_CASE("the first invocation starts an environment and gets it when it is ready") {
  dispatcher d({});
  actions a = d.invoked(invocation_id{1}, make_function("f"), start);
  REQUIRE(a.started.size() == 1);
  CHECK(a.assigned.empty());
  actions b = d.became_ready(a.started[0].environment, start + 1ms);
  REQUIRE(b.assigned.size() == 1);
  CHECK(b.assigned[0].invocation == invocation_id{1});
}

TEST_CASE("the most recently used idle environment serves the next invocation") {
  dispatcher d({});
  auto f = make_function("f");
  actions one = d.invoked(invocation_id{1}, f, start);
  actions two = d.invoked(invocation_id{2}, f, start);
  environment_id first = one.started.at(0).environment;
  environment_id second = two.started.at(0).environment;
  (void)d.became_ready(first, start);
  (void)d.became_ready(second, start);
  (void)d.became_ready(first, start + 1ms);
  (void)d.became_ready(second, start + 2ms);
  actions next = d.invoked(invocation_id{3}, f, start + 3ms);
  REQUIRE(next.assigned.size() == 1);
  CHECK(next.assigned[0].environment == second);
}

TEST_CASE("an environment that becomes free serves the oldest waiting invocation") {
  dispatcher d({});
  auto f = make_function("f");
  environment_id warm_one = warm(d, f, invocation_id{1}, start);
  REQUIRE(d.invoked(invocation_id{2}, f, start).assigned.size() == 1);
  REQUIRE(d.invoked(invocation_id{3}, f, start).started.size() == 1);
  REQUIRE(d.invoked(invocation_id{4}, f, start).started.size() == 1);
  actions freed = d.became_ready(warm_one, start + 1ms);
  REQUIRE(freed.assigned.size() == 1);
  CHECK(freed.assigned[0].invocation == invocation_id{3});
}

TEST_CASE("a call that comes while an environment finishes waits for it, but not for long") {
  dispatcher d({});
  auto f = make_function("f");
  environment_id busy = warm(d, f, invocation_id{1}, start);
  REQUIRE(d.invoked(invocation_id{2}, f, start).assigned.size() == 1);
  d.answered(busy);
  actions held = d.invoked(invocation_id{3}, f, start + 1ms);
  CHECK(held.started.empty());
  CHECK(held.wake_by == start + 3ms);
  CHECK(d.tick(start + 2ms).started.empty());
  SUBCASE("it is served when the environment is ready") {
    actions served = d.became_ready(busy, start + 2ms);
    REQUIRE(served.assigned.size() == 1);
    CHECK(served.assigned[0].invocation == invocation_id{3});
    CHECK(d.tick(start + 3ms).started.empty());
  }
  SUBCASE("it gets an environment of its own when that takes too long") {
    CHECK(d.tick(start + 3ms).started.size() == 1);
  }
  SUBCASE("it gets one at once when the environment ends instead") {
    CHECK(d.gone(busy, "crash", start + 2ms).started.size() == 1);
  }
}

TEST_CASE("of two calls one finishing environment can only take one") {
  dispatcher d({});
  auto f = make_function("f");
  environment_id busy = warm(d, f, invocation_id{1}, start);
  (void)d.invoked(invocation_id{2}, f, start);
  d.answered(busy);
  CHECK(d.invoked(invocation_id{3}, f, start).started.empty());
  CHECK(d.invoked(invocation_id{4}, f, start).started.size() == 1);
}

TEST_CASE("at the account's limit a call may wait for an environment that is about to be free") {
  dispatcher d({.environments_max = 1});
  auto f = make_function("f");
  environment_id busy = warm(d, f, invocation_id{1}, start);
  (void)d.invoked(invocation_id{2}, f, start);
  d.answered(busy);
  CHECK(d.invoked(invocation_id{3}, f, start).rejected.empty());
  CHECK(d.tick(start + 1s).started.empty());
  CHECK(d.became_ready(busy, start + 2s).assigned.size() == 1);
}

TEST_CASE("a call that waits at the account's limit asks for no tick that could not help it") {
  dispatcher d({.environments_max = 1});
  auto f = make_function("f");
  environment_id busy = warm(d, f, invocation_id{1}, start);
  (void)d.invoked(invocation_id{2}, f, start);
  d.answered(busy);
  (void)d.invoked(invocation_id{3}, f, start);
  actions overdue = d.tick(start + 2ms);
  CHECK(overdue.started.empty());
  CHECK_FALSE(overdue.wake_by);
}

TEST_CASE("an environment that was busy during an update is given up even if none was idle") {
  dispatcher d({});
  auto f = make_function("f");
  environment_id busy = warm(d, f, invocation_id{1}, start);
  (void)d.invoked(invocation_id{2}, f, start);
  CHECK(d.changed(function_key(*f), make_function("f", "/code/2"), start).retired.empty());
  CHECK(d.became_ready(busy, start).retired.size() == 1);
}

TEST_CASE("an update after an environment's function had nothing idle or waiting for a while") {
  dispatcher d({});
  auto f = make_function("f");
  environment_id busy = warm(d, f, invocation_id{1}, start);
  (void)d.invoked(invocation_id{2}, f, start);
  (void)d.tick(start + 1s);
  REQUIRE(d.became_ready(busy, start + 2s).assigned.empty());
  CHECK(d.changed(function_key(*f), make_function("f", "/code/2"), start + 3s).retired.size() == 1);
}

TEST_CASE("an invocation beyond the account's concurrency is throttled, not queued") {
  dispatcher d({.environments_max = 1});
  auto f = make_function("f");
  (void)d.invoked(invocation_id{1}, f, start);
  actions a = d.invoked(invocation_id{2}, f, start);
  REQUIRE(a.rejected.size() == 1);
  CHECK(a.rejected[0].why == throttle::account);
}

TEST_CASE("another function's idle environment gives way before a caller is throttled") {
  dispatcher d({.environments_max = 1});
  environment_id old = warm(d, make_function("f"), invocation_id{1}, start);
  actions a = d.invoked(invocation_id{2}, make_function("g"), start + 1s);
  REQUIRE(a.retired.size() == 1);
  CHECK(a.retired[0] == old);
  CHECK(a.started.size() == 1);
  CHECK(a.rejected.empty());
}

TEST_CASE("an idle environment is frozen a few milliseconds later, and only once") {
  dispatcher d({});
  environment_id id = warm(d, make_function("f"), invocation_id{1}, start);
  CHECK(d.deadline() == start + 5ms);
  CHECK(d.tick(start + 4ms).frozen.empty());
  REQUIRE(d.tick(start + 5ms).frozen.size() == 1);
  CHECK(d.tick(start + 6ms).frozen.empty());
  CHECK(d.deadline() == start + 10min);
  actions expired = d.tick(start + 10min);
  REQUIRE(expired.retired.size() == 1);
  CHECK(expired.retired[0] == id);
  CHECK(d.environments() == 0);
  CHECK_FALSE(d.deadline());
}

TEST_CASE("a busy environment never pays for freezing") {
  dispatcher d({});
  auto f = make_function("f");
  (void)warm(d, f, invocation_id{1}, start);
  REQUIRE(d.invoked(invocation_id{2}, f, start + 1ms).assigned.size() == 1);
  CHECK_FALSE(d.deadline());
  CHECK(d.tick(start + 1s).frozen.empty());
}

TEST_CASE("after an update idle environments go at once and busy ones when they are done") {
  dispatcher d({});
  auto f = make_function("f");
  environment_id busy = warm(d, f, invocation_id{1}, start);
  (void)d.invoked(invocation_id{2}, f, start);
  actions cold = d.invoked(invocation_id{3}, f, start);
  environment_id idle = cold.started.at(0).environment;
  (void)d.became_ready(idle, start);
  (void)d.became_ready(idle, start);
  auto updated = make_function("f", "/code/2");
  actions a = d.changed(function_key(*f), updated, start + 1ms);
  REQUIRE(a.retired.size() == 1);
  CHECK(a.retired[0] == idle);
  actions b = d.became_ready(busy, start + 2ms);
  REQUIRE(b.retired.size() == 1);
  CHECK(b.retired[0] == busy);
  CHECK(d.environments() == 0);
}

TEST_CASE("a change that no process can notice keeps the environments") {
  dispatcher d({});
  auto f = make_function("f");
  environment_id idle = warm(d, f, invocation_id{1}, start);
  model::function described = *f;
  described.description = "new words";
  CHECK(d.changed(function_key(*f), std::make_shared<const model::function>(described), start)
            .retired.empty());
  actions next = d.invoked(invocation_id{2}, f, start + 1ms);
  REQUIRE(next.assigned.size() == 1);
  CHECK(next.assigned[0].environment == idle);
}

TEST_CASE("callers that wait during an update get environments of the new version") {
  dispatcher d({});
  auto f = make_function("f");
  actions cold = d.invoked(invocation_id{1}, f, start);
  auto updated = make_function("f", "/code/2");
  actions a = d.changed(function_key(*f), updated, start);
  REQUIRE(a.started.size() == 1);
  CHECK(a.started[0].function == updated);
  CHECK(d.became_ready(cold.started[0].environment, start).retired.size() == 1);
  actions served = d.became_ready(a.started[0].environment, start);
  REQUIRE(served.assigned.size() == 1);
  CHECK(served.assigned[0].invocation == invocation_id{1});
}

TEST_CASE("callers that wait for a deleted function are told so") {
  dispatcher d({});
  auto f = make_function("f");
  (void)d.invoked(invocation_id{1}, f, start);
  actions a = d.changed(function_key(*f), nullptr, start);
  REQUIRE(a.rejected.size() == 1);
  CHECK(a.rejected[0].why == throttle::none);
  CHECK(a.rejected[0].reason == "the function was deleted");
}

TEST_CASE("an environment that cannot be made fails the caller that waited for it, and no other") {
  dispatcher d({});
  auto f = make_function("f");
  actions one = d.invoked(invocation_id{1}, f, start);
  (void)d.invoked(invocation_id{2}, f, start);
  actions a = d.gone(one.started[0].environment, "mount /tmp: Permission denied", start);
  REQUIRE(a.rejected.size() == 1);
  CHECK(a.rejected[0].invocation == invocation_id{1});
  CHECK(a.rejected[0].reason == "mount /tmp: Permission denied");
  CHECK(d.environments() == 1);
}

namespace {

const model::build_stage built{.stage = model::local_stage::ready};

model::function_ptr with(model::local_code local, std::string code = "/code/1") {
  model::function f = *make_function("f", std::move(code));
  f.local = std::move(local);
  return std::make_shared<const model::function>(f);
}

}  // namespace

TEST_CASE("the invocations of a function under a debugger wait for its one environment") {
  dispatcher d({});
  auto f = with({.build = built, .owner = model::program_owner::debugger});
  actions first = d.invoked(invocation_id{1}, f, start);
  REQUIRE(first.started.size() == 1);
  actions second = d.invoked(invocation_id{2}, f, start);
  CHECK(second.started.empty());
  CHECK(second.rejected.empty());
  environment_id only = first.started[0].environment;
  CHECK(d.tick(start + 1s).started.empty());
  CHECK(d.became_ready(only, start + 1h).assigned.at(0).invocation == invocation_id{1});
  CHECK(d.became_ready(only, start + 2h).assigned.at(0).invocation == invocation_id{2});
}

TEST_CASE("an environment under a debugger is neither frozen nor given up") {
  dispatcher d({});
  auto f = with({.build = built, .owner = model::program_owner::debugger});
  (void)warm(d, f, invocation_id{1}, start);
  CHECK_FALSE(d.deadline());
  actions later = d.tick(start + 24h);
  CHECK(later.frozen.empty());
  CHECK(later.retired.empty());
}

TEST_CASE("an environment can be started ahead of the first invocation, once") {
  dispatcher d({});
  auto f = with({.build = built});
  actions ahead = d.prepare(f);
  REQUIRE(ahead.started.size() == 1);
  CHECK(d.prepare(f).started.empty());
  (void)d.became_ready(ahead.started[0].environment, start);
  CHECK(d.prepare(f).started.empty());
  CHECK(d.invoked(invocation_id{1}, f, start).assigned.size() == 1);
}

TEST_CASE("the same code with another owner of the program is a change") {
  dispatcher d({});
  auto f = with({.build = built});
  environment_id idle = warm(d, f, invocation_id{1}, start);
  auto debugged = with({.build = built, .owner = model::program_owner::debugger});
  CHECK(d.changed(function_key(*f), with({.build = built}), start).retired.empty());
  CHECK(d.changed(function_key(*f), debugged, start).retired == std::vector{idle});
}

TEST_CASE("the same code beside other extensions is a change") {
  dispatcher d({});
  auto f = with({.build = built});
  environment_id idle = warm(d, f, invocation_id{1}, start);
  auto beside_others = std::make_shared<model::function>(*f);
  beside_others->opt_dir = "/opt-of-another-build";
  CHECK(d.changed(function_key(*f), beside_others, start).retired == std::vector{idle});
}
