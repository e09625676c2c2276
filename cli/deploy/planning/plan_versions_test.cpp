// Versions, and the aliases that point to them.
#include "cli/deploy/planning/plan.hpp"

#include <doctest/doctest.h>

#include "cli/deploy/planning/plan_text.hpp"
#include "cli/deploy/testing/plans.hpp"

using namespace lambent::cli::deploy;
using namespace lambent::cli::deploy::testing;
using enum step_kind;

TEST_CASE("a version is published when something changed since the last one") {
  wanted_function wanted = hello();
  wanted.publish = true;
  observed_function there = hello_there();
  CHECK(kinds(wanted, there) == steps{publish_version});
  there.versions = {{.number = 1, .same_as_latest = false}, {.number = 2, .same_as_latest = true}};
  CHECK(kinds(wanted, there).empty());
  wanted.code.sha256 = "def=";
  CHECK(kinds(wanted, there) == steps{update_code, publish_version});
}

TEST_CASE("an alias follows to the newest version") {
  wanted_function wanted = hello();
  wanted.alias = "live";
  observed_function there = hello_there();
  CHECK(kinds(wanted, there) == steps{publish_version, create_alias});
  there.versions = {{.number = 1, .same_as_latest = false}, {.number = 2, .same_as_latest = true}};
  there.alias_version = "1";
  CHECK(only_step(wanted, there).differences ==
        std::vector<difference>{{"Aliases.live", "1", "2"}});
  there.alias_version = "2";
  CHECK(kinds(wanted, there).empty());
  wanted.memory_mb = 1024;
  CHECK(kinds(wanted, there) == steps{update_configuration, publish_version, update_alias});
}

TEST_CASE("an alias that divides the calls sends all of them to the newest version") {
  wanted_function wanted = hello();
  wanted.alias = "live";
  wanted.versions_kept = 1;
  observed_function there = hello_there();
  there.versions = {{.number = 1, .same_as_latest = false}, {.number = 2, .same_as_latest = true}};
  there.alias_version = "2";
  there.alias_weights = {{"1", "0.1"}};
  auto made = make_plan(wanted, there);
  REQUIRE(made->steps.size() == 2);
  CHECK(made->steps[0].kind == update_alias);
  CHECK(as_text(*made, {}) ==
        "hello: move the alias\n"
        "  - Aliases.live.AdditionalVersionWeights.1: 0.1\n"
        "hello: delete an old version\n"
        "  - Version: 1\n");
  there.alias_version = "1";
  there.alias_weights = {{"2", "0.25"}};
  made = make_plan(wanted, there);
  CHECK(made->steps[0].differences ==
        std::vector<difference>{{"Aliases.live", "1", "2"},
                                {"Aliases.live.AdditionalVersionWeights.2", "0.25", ""}});
}

TEST_CASE("old versions go, those that an alias points to and the newest stay") {
  wanted_function wanted = hello();
  wanted.versions_kept = 2;
  observed_function there = hello_there();
  for (int number = 1; number <= 5; ++number)
    there.versions.push_back({.number = number, .same_as_latest = number == 5});
  there.aliased_versions = {2};
  auto made = make_plan(wanted, there);
  REQUIRE(made->steps.size() == 2);
  CHECK(made->steps[0].subject == "1");
  CHECK(made->steps[1].subject == "3");
  wanted.publish = true;
  wanted.code.sha256 = "def=";
  CHECK(kinds(wanted, there) ==
        steps{update_code, publish_version, delete_version, delete_version, delete_version});
}
