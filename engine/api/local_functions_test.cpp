#include "engine/api/testing.hpp"

using namespace lambent;
using namespace lambent::api;
using namespace lambent::api::testing;

namespace {

model::function built(std::string code_dir) {
  model::function f;
  f.account = "123456789012";
  f.region = "us-east-1";
  f.name = "f";
  f.runtime = "provided.al2023";
  f.handler = "bootstrap";
  f.logging.group = "/aws/lambda/f";
  f.code_dir = std::move(code_dir);
  f.local = model::local_code{.build = {.stage = model::local_stage::ready}};
  return f;
}

model::function_ptr latest(service& s) {
  for (const registry_change& change : s.plane->take_changes()) s.functions.apply(change);
  auto found = s.functions.find("123456789012", "us-east-1", "f");
  return found == nullptr ? nullptr : found->latest;
}

}  // namespace

TEST_CASE("a function built on this machine is like one that was created, with code by folder") {
  service s;
  REQUIRE(s.plane->put_local(built("/build/1"), {}, s.now_ms));
  auto f = latest(s);
  REQUIRE(f);
  CHECK(f->state == model::function_state::active);
  CHECK(f->code_dir == "/build/1");
  CHECK(f->last_modified_ms == s.now_ms);
  CHECK_FALSE(f->revision_id.empty());
  auto listed = json::parse(s.send("GET", "/2015-03-31/functions").body);
  CHECK(listed.at("Functions").at(0).at("FunctionName") == "f");
}

TEST_CASE("new code of such a function keeps what else hangs on the name") {
  service s;
  REQUIRE(s.plane->put_local(built("/build/1"), {}, s.now_ms));
  REQUIRE(
      s.send("PUT", "/2017-10-31/functions/f/concurrency", R"({"ReservedConcurrentExecutions":3})")
          .status == 200);
  REQUIRE(s.send("POST", "/2017-03-31/tags/" + arn + "f", R"({"Tags":{"a":"b"}})").status == 204);
  std::string before = latest(s)->revision_id;
  REQUIRE(s.plane->put_local(built("/build/2"), {}, s.now_ms));
  auto f = latest(s);
  CHECK(f->code_dir == "/build/2");
  CHECK(f->tags.at("a") == "b");
  CHECK(f->revision_id != before);
  CHECK(s.functions.find("123456789012", "us-east-1", "f")->reserved_concurrency == 3U);
}

TEST_CASE("a reservation comes along, and stays when the next code says nothing of it") {
  service s;
  REQUIRE(s.plane->put_local(built("/build/1"), 5, s.now_ms));
  REQUIRE(s.plane->put_local(built("/build/2"), {}, s.now_ms));
  REQUIRE(latest(s));
  CHECK(s.functions.find("123456789012", "us-east-1", "f")->reserved_concurrency == 5U);
}

TEST_CASE("the stage of its build changes alone") {
  service s;
  model::function f = built("/build/1");
  REQUIRE_FALSE(s.plane->mark_local(f, {}));
  f.local->owner = model::program_owner::debugger;
  REQUIRE(s.plane->put_local(std::move(f), {}, s.now_ms));
  REQUIRE(s.plane->mark_local(
      built(""),
      {.stage = model::local_stage::broken, .error_type = "Build.Failed", .error_message = "oh"}));
  auto now = latest(s);
  CHECK(now->local->build.stage == model::local_stage::broken);
  CHECK(now->local->build.error_message == "oh");
  CHECK(now->local->owner == model::program_owner::debugger);
  CHECK(now->code_dir == "/build/1");
}

TEST_CASE("such a function is removed, and removing what is not there is nothing") {
  service s;
  REQUIRE(s.plane->put_local(built("/build/1"), {}, s.now_ms));
  REQUIRE(latest(s));
  REQUIRE(s.plane->remove_local(built("")));
  CHECK_FALSE(latest(s));
  CHECK(s.plane->remove_local(built("")));
}
