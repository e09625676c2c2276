#include "engine/environment/lifecycle/local_gate.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::environment;
using invoke::invocation_id;
using verdict = local_gate::verdict;

namespace {

model::function function_at(model::local_stage stage) {
  model::function f;
  f.account = "000000000000";
  f.region = "us-east-1";
  f.name = "f";
  f.local = model::local_code{.build = {.stage = stage}};
  return f;
}

const model::function awaited = function_at(model::local_stage::awaited);
const model::function ready = function_at(model::local_stage::ready);
const model::function broken = function_at(model::local_stage::broken);
const std::string key = invoke::function_key(awaited);

}  // namespace

TEST_CASE("invocations wait for the build that decides, and are given back in their order") {
  local_gate gate;
  CHECK(gate.arrived(invocation_id{1}, awaited) == verdict::wait);
  CHECK(gate.arrived(invocation_id{2}, awaited) == verdict::wait);
  CHECK(gate.changed(key, &awaited).empty());
  CHECK(gate.changed("another", &ready).empty());
  CHECK(gate.changed(key, &ready) == std::vector{invocation_id{1}, invocation_id{2}});
  CHECK(gate.changed(key, &ready).empty());
}

TEST_CASE("invocations that wait learn of a failed build and of a function that was deleted") {
  local_gate gate;
  CHECK(gate.arrived(invocation_id{1}, awaited) == verdict::wait);
  CHECK(gate.changed(key, &broken) == std::vector{invocation_id{1}});
  CHECK(gate.arrived(invocation_id{2}, awaited) == verdict::wait);
  CHECK(gate.changed(key, nullptr) == std::vector{invocation_id{2}});
  CHECK(gate.arrived(invocation_id{3}, awaited) == verdict::wait);
  CHECK(gate.close() == std::vector{invocation_id{3}});
  CHECK(gate.close().empty());
}

TEST_CASE("built and uploaded functions pass, broken ones do not") {
  local_gate gate;
  CHECK(gate.arrived(invocation_id{1}, ready) == verdict::pass);
  CHECK(gate.arrived(invocation_id{1}, broken) == verdict::broken);
  model::function uploaded = ready;
  uploaded.local.reset();
  CHECK(gate.arrived(invocation_id{1}, uploaded) == verdict::pass);
}

TEST_CASE("only so many invocations wait") {
  local_gate gate;
  for (std::uint64_t i = 0; i < waiting_calls_max; ++i)
    REQUIRE(gate.arrived(invocation_id{i}, awaited) == verdict::wait);
  CHECK(gate.arrived(invocation_id{waiting_calls_max}, awaited) == verdict::full);
}

TEST_CASE("a failed build is a function error of its own type, with the compiler's words") {
  model::function f = broken;
  f.local->build.error_type = "Build.Failed";
  f.local->build.error_message = "a.cpp:1:2: error: expected ';'\n \"x\"";
  outcome answer = build_error(f);
  CHECK(answer.function_error);
  CHECK(answer.payload ==
        R"({"errorType":"Build.Failed","errorMessage":"a.cpp:1:2: error: expected ';'\n \"x\""})");
}
