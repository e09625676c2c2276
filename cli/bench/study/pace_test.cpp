#include "cli/bench/study/pace.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli::studying;
using lambent::study::step;
using lambent::study::step_kind;

TEST_CASE(
    "what is left takes as long as what was seen of it, and the mean of that where it was not") {
  pace of;
  const step quick{.function = "pi-cpp", .config = "x86_64"};
  const step slow{.function = "pi-js", .config = "x86_64"};
  const step unseen{.function = "pi-rust", .config = "x86_64"};
  CHECK_FALSE(of.seconds_for({quick}));
  of.took(quick, 1);
  CHECK(of.seconds_for({slow}) == 1);
  of.took(slow, 17);
  CHECK(of.seconds_for({quick, slow, slow, unseen}) == doctest::Approx(1 + 17 + 17 + 9));
  CHECK(of.seconds_for({}) == 0);
}

TEST_CASE("a study that goes on knows from its record how long its functions take") {
  pace of;
  lambent::study::record before;
  before.measured.push_back({.function = "pi-js",
                             .config = "x86_64",
                             .runs = {{.duration_ms = 20'000}, {.duration_ms = 16'000}}});
  of.know(before);
  CHECK(of.seconds_for({{.function = "pi-js", .config = "x86_64"}}) == 16);
}

TEST_CASE("the status line says which step it is, of how many, and how long it takes to the end") {
  const step now{
      .kind = step_kind::cold, .function = "pi-rust", .config = "image-arm64", .number = 2};
  CHECK(step_text(now, 11, 120, 250) ==
        "12 of 120: Rust in arm64, image, cold start 2; about 4 min left");
  CHECK(step_text({.function = "pi-cpp", .config = "x86_64", .number = 1}, 0, 3, {}) ==
        "1 of 3: C++ (GMP) in x86_64, zip, run 1");
  CHECK(rough_time(20) == "less than a minute");
  CHECK(rough_time(80 * 60) == "about 1 h 20 min");
}
