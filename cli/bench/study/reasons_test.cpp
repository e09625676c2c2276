#include "cli/bench/study/reasons.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli::studying;

namespace {

const study::wish what{.functions = {"pi-cpp", "pi-rust"}, .configs = {"x86_64"}};

study::record without_cargo() {
  study::record out = study::begin(what, "2026-11-26T10:00:00Z");
  out.missing = {{"pi-rust", "x86_64", "cargo is not installed"},
                 {"pi-js", "arm64", "no node for arm64"}};
  return out;
}

}  // namespace

TEST_CASE("what was left out has steps again, and its reason as long as nothing came of it") {
  study::record of = without_cargo();
  reasons from_before;
  from_before.set_aside(of, what);
  REQUIRE(of.missing.size() == 1);
  CHECK(of.missing.front().function == "pi-js");

  // Created, and interrupted before it was invoked.
  study::series_of(of, "pi-rust", "x86_64").build = "rustc";
  const study::record whole = from_before.put_back(of);
  REQUIRE(study::find_left_out(whole, "pi-rust", "x86_64") != nullptr);
  CHECK(study::find_left_out(whole, "pi-rust", "x86_64")->reason == "cargo is not installed");
  CHECK(study::find(whole, "pi-rust", "x86_64") == nullptr);
  CHECK(whole.missing.size() == 2);
}

TEST_CASE("a reason from before is gone once there is a figure") {
  study::record of = without_cargo();
  reasons from_before;
  from_before.set_aside(of, what);
  REQUIRE(study::add(of, {.function = "pi-rust", .config = "x86_64"}, {1, 1, 1, {}}));
  CHECK(study::find_left_out(from_before.put_back(of), "pi-rust", "x86_64") == nullptr);
}

TEST_CASE("a new reason takes the place of the one from before") {
  study::record of = without_cargo();
  reasons from_before;
  from_before.set_aside(of, what);
  study::leave_out(of, "pi-rust", "x86_64", "it does not compile");
  const study::record whole = from_before.put_back(of);
  REQUIRE(whole.missing.size() == 2);
  CHECK(study::find_left_out(whole, "pi-rust", "x86_64")->reason == "it does not compile");
}

TEST_CASE("what was measured before it failed stays with its reason until more is measured") {
  study::record of = without_cargo();
  REQUIRE(study::add(of, {.function = "pi-rust", .config = "x86_64"}, {1, 1, 1, {}}));
  reasons from_before;
  from_before.set_aside(of, what);
  const study::record whole = from_before.put_back(of);
  CHECK(study::find_left_out(whole, "pi-rust", "x86_64") != nullptr);
  CHECK(study::find(whole, "pi-rust", "x86_64")->runs.size() == 1);
}
