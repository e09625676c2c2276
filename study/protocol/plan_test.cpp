#include "study/protocol/plan.hpp"

#include <doctest/doctest.h>

#include "study/report/record_json.hpp"

using namespace lambent;
using namespace lambent::study;

namespace {

constexpr auto warm = step_kind::warm;
constexpr auto cold = step_kind::cold;

wish small_wish() {
  return {.functions = {"pi-cpp", "pi-js"},
          .configs = {"x86_64", "image-x86_64"},
          .runs = 2,
          .cold = 1,
          .place = "this machine"};
}

const sample run{.duration_ms = 10, .billed_ms = 10, .max_memory_mb = 3};
const sample start{.duration_ms = 10, .billed_ms = 15, .max_memory_mb = 3, .init_ms = 5};

}  // namespace

TEST_CASE("a turn begins an environment and invokes it in a row; images go the other way round") {
  const wish what = small_wish();
  CHECK(steps_left(begin(what, "now"), what) ==
        std::vector<step>{{cold, "pi-cpp", "x86_64", 1},
                          {warm, "pi-cpp", "x86_64", 1},
                          {warm, "pi-cpp", "x86_64", 2},
                          {cold, "pi-js", "x86_64", 1},
                          {warm, "pi-js", "x86_64", 1},
                          {warm, "pi-js", "x86_64", 2},
                          {cold, "pi-js", "image-x86_64", 1},
                          {warm, "pi-js", "image-x86_64", 1},
                          {warm, "pi-js", "image-x86_64", 2},
                          {cold, "pi-cpp", "image-x86_64", 1},
                          {warm, "pi-cpp", "image-x86_64", 1},
                          {warm, "pi-cpp", "image-x86_64", 2}});
}

TEST_CASE("five invocations are in a row, and more of them are further turns the other way round") {
  wish what = small_wish();
  what.configs = {"x86_64"};
  what.runs = 7;
  what.cold = 0;
  std::vector<std::pair<std::string, unsigned>> turns;
  for (const step& each : steps_left(begin(what, "now"), what)) {
    REQUIRE(each.kind == warm);
    if (turns.empty() || turns.back().first != each.function) turns.push_back({each.function, 0});
    ++turns.back().second;
  }
  CHECK(turns ==
        std::vector<std::pair<std::string, unsigned>>{{"pi-cpp", 5}, {"pi-js", 7}, {"pi-cpp", 2}});
}

TEST_CASE("cold starts that begin no turn follow one by one, every second round backwards") {
  wish what = small_wish();
  what.configs = {"x86_64"};
  what.runs = 1;
  what.cold = 3;
  const std::vector<step> all = steps_left(begin(what, "now"), what);
  REQUIRE(all.size() == 8);
  CHECK(std::vector<step>(all.begin() + 4, all.end()) ==
        std::vector<step>{{cold, "pi-js", "x86_64", 2},
                          {cold, "pi-cpp", "x86_64", 2},
                          {cold, "pi-cpp", "x86_64", 3},
                          {cold, "pi-js", "x86_64", 3}});
}

TEST_CASE("a record of functions that took turns run by run is not gone on with") {
  const wish what = small_wish();
  record begun = begin(what, "now");
  begun.in_a_row = 1;
  CHECK(resume(begun, what)->in_a_row == runs_in_a_row);
  REQUIRE(add(begun, {warm, "pi-js", "x86_64", 1}, run));
  CHECK_FALSE(resume(begun, what));
  CHECK(check_continues(begun, what).error().what ==
        "the study that was begun has invocations in a row 1, this one is to have 5");
}

TEST_CASE("a finished record lacks nothing, whatever was once asked for") {
  const wish what = small_wish();
  record kept = begin(what, "now");
  REQUIRE(add(kept, {warm, "pi-js", "x86_64", 1}, run));
  kept.runs = 900;
  CHECK(steps_unmade(kept) == 900);
  kept.finished = "later";
  CHECK(steps_unmade(kept) == 0);
}

TEST_CASE("a study that is interrupted anywhere and read again makes each step once") {
  const wish what = small_wish();
  record kept = begin(what, "now");
  std::vector<step> made;
  while (true) {
    auto again = from_json(to_json(kept));
    REQUIRE(again);
    kept = *again;
    const std::vector<step> left = steps_left(kept, what);
    if (left.empty()) break;
    REQUIRE(made.size() < 20);
    made.push_back(left.front());
    REQUIRE(add(kept, left.front(), left.front().kind == cold ? start : run));
  }
  CHECK(made == steps_left(begin(what, "now"), what));
  CHECK(find(kept, "pi-js", "image-x86_64")->runs.size() == 2);
  CHECK(find(kept, "pi-js", "image-x86_64")->cold.size() == 1);
}

TEST_CASE("more runs than before add to what is there") {
  wish what = small_wish();
  record kept = begin(what, "now");
  for (const step& each : steps_left(kept, what))
    REQUIRE(add(kept, each, each.kind == cold ? start : run));
  what.runs = 3;
  const std::vector<step> left = steps_left(kept, what);
  CHECK(left.size() == 4);
  CHECK(left.front() == step{warm, "pi-cpp", "x86_64", 3});
}

TEST_CASE("what is left out has no steps, and what was measured of it stays") {
  const wish what = small_wish();
  record kept = begin(what, "now");
  REQUIRE(add(kept, {warm, "pi-js", "x86_64", 1}, run));
  leave_out(kept, "pi-js", "x86_64", "it failed");
  leave_out(kept, "pi-js", "x86_64", "it failed again");
  REQUIRE(kept.missing.size() == 1);
  CHECK(kept.missing.front().reason == "it failed again");
  for (const step& each : steps_left(kept, what))
    CHECK_FALSE((each.function == "pi-js" && each.config == "x86_64"));
  CHECK(find(kept, "pi-js", "x86_64")->runs.size() == 1);
}

TEST_CASE("a cold start needs an Init Duration to be one") {
  record kept;
  const auto refused = add(kept, {cold, "pi-js", "x86_64", 1}, run);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what == "a cold start of pi-js in x86_64 has no Init Duration");
  CHECK(kept.measured.empty());
}

TEST_CASE("the first call of a new environment is no warm run") {
  record kept;
  const auto refused = add(kept, {warm, "pi-js", "x86_64", 1}, start);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what == "a warm run of pi-js in x86_64 has an Init Duration");
  CHECK(kept.measured.empty());
}

TEST_CASE("what a record lacks of what it asks for is counted, but for what was left out") {
  const wish what = small_wish();
  record kept = begin(what, "now");
  CHECK(steps_unmade(kept) == 0);
  REQUIRE(add(kept, {warm, "pi-js", "x86_64", 1}, run));
  REQUIRE(add(kept, {warm, "pi-cpp", "x86_64", 1}, run));
  CHECK(steps_unmade(kept) == 4);
  leave_out(kept, "pi-js", "x86_64", "it failed");
  CHECK(steps_unmade(kept) == 2);
}

TEST_CASE("what was asked for of one function is still missing when another one is complete") {
  wish what = small_wish();
  what.configs = {"x86_64"};
  what.runs = 5;
  record kept = begin(what, "now");
  REQUIRE(add(kept, {cold, "pi-js", "x86_64", 1}, start));
  REQUIRE(add(kept, {warm, "pi-js", "x86_64", 1}, run));
  REQUIRE(add(kept, {warm, "pi-js", "x86_64", 2}, run));
  what.functions = {"pi-cpp"};
  what.runs = 1;
  ask(kept, what);
  while (!steps_left(kept, what).empty()) {
    const step next = steps_left(kept, what).front();
    REQUIRE(add(kept, next, next.kind == cold ? start : run));
  }
  ask(kept, what);
  CHECK(steps_unmade(kept) == 3);
  CHECK(steps_unmade(*from_json(to_json(kept))) == 3);
  // Whoever asks for no more than there is has it.
  what.functions = {"pi-js"};
  what.runs = 2;
  ask(kept, what);
  CHECK(steps_unmade(kept) == 0);
}

TEST_CASE("a function of a finished study lacks nothing when more of another one is asked for") {
  wish what = small_wish();
  record kept = begin(what, "now");
  REQUIRE(add(kept, {warm, "pi-js", "x86_64", 1}, run));
  kept.finished = "later";
  what.functions = {"pi-cpp"};
  what.runs = 9;
  ask(kept, what);
  kept.finished.clear();
  CHECK(kept.runs == 9);
  CHECK(steps_unmade(kept) == 0);
}

TEST_CASE("another study does not continue a record") {
  const wish what = small_wish();
  const record begun = begin(what, "now");
  CHECK(check_continues(begun, what));
  wish other = what;
  other.runs = 9;
  CHECK(check_continues(begun, other));
  other.memory_mb = 256;
  CHECK(check_continues(begun, other).error().what ==
        "the study that was begun has memory 128 MB, this one is to have 256 MB");
  other = what;
  other.digits = 5;
  CHECK(check_continues(begun, other).error().what ==
        "the study that was begun has digits 10000, this one is to have 5");
  other = what;
  other.place = "AWS, eu-west-1";
  CHECK_FALSE(check_continues(begun, other));
}

TEST_CASE("languages stand for their functions, names are known ones") {
  CHECK(functions_named({"rust", "cpp"}).value() ==
        std::vector<std::string>{"pi-cpp", "pi-cpp-int", "pi-rust", "pi-rust-lean",
                                 "pi-cpp-batched", "pi-cpp-fast"});
  CHECK(functions_named({"js", "pi-js", "pi-cpp"}).value() ==
        std::vector<std::string>{"pi-cpp", "pi-js"});
  CHECK(functions_named({"go"}).error().what == "there is no function of the study \"go\"");
  CHECK(configs_named({"image-arm64", "x86_64"}).value() ==
        std::vector<std::string>{"x86_64", "image-arm64"});
  CHECK(configs_named({"x86"}).error().hint ==
        "there are x86_64, arm64, image-x86_64, image-arm64");
}
