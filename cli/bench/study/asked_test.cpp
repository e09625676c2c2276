#include "cli/bench/study/asked.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;
using namespace lambent::cli::studying;

TEST_CASE("without flags all functions are asked for in all configurations") {
  auto asked = wish_of({});
  REQUIRE(asked);
  CHECK(asked->functions.size() == 7);
  CHECK(asked->configs.size() == 4);
  CHECK(asked->runs == 5);
  CHECK(asked->cold == 3);
}

TEST_CASE("a name that is nearly one is told, and one that is none gets the list") {
  auto near = wish_of({.functions = {"rsut"}});
  REQUIRE_FALSE(near);
  CHECK(near.error().what == "there is no function of the study \"rsut\"");
  CHECK(near.error().hint == "did you mean 'rust'?");
  auto far = wish_of({.functions = {"cpp", "foo"}});
  REQUIRE_FALSE(far);
  CHECK(far.error().hint.starts_with("there are cpp, rust, js, and pi-cpp"));
  auto config = wish_of({.configs = {"image-amr64"}});
  REQUIRE_FALSE(config);
  CHECK(config.error().hint == "did you mean 'image-arm64'?");
}

TEST_CASE("the place tells studies apart that must not be mixed") {
  CHECK(place_of({}, "us-east-1") == "this machine");
  bench_study_options whole;
  whole.engine.cpu = cpu_mode::full;
  CHECK(place_of(whole, "us-east-1") == "this machine, with whole processors");
  CHECK(place_of({.remote = true}, "eu-west-1") == "AWS, eu-west-1");
  bench_study_options elsewhere;
  elsewhere.aws.endpoint_url = "http://127.0.0.1:4566";
  CHECK(place_of(elsewhere, "us-east-1") == "the endpoint http://127.0.0.1:4566");
  elsewhere.remote = true;
  CHECK_FALSE(wish_of(elsewhere));
}
