#include "study/report/conclusions.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "study/report/testing.hpp"

using namespace lambent::study;

namespace {

std::string joined(const record& of) {
  std::string out;
  for (const std::string& one : conclusions_of(of)) out += one + "\n";
  return out;
}

void scale(record& of, std::string_view function, double by) {
  for (series& one : of.measured)
    if (one.function == function)
      for (sample& run : one.runs) run.duration_ms *= by;
}

}  // namespace

TEST_CASE("the faster one is named first, and close ones are not told apart") {
  CHECK(speed_sentence("A", "B", {2, 1.9, 2.2, 0.95}) ==
        "A is 2.00 times as fast as B (95 % interval 1.90 to 2.20)");
  CHECK(speed_sentence("A", "B", {0.5, 0.4, 0.625, 0.95}) ==
        "B is 2.00 times as fast as A (95 % interval 1.60 to 2.50)");
  CHECK(speed_sentence("A", "B", {1.01, 0.98, 1.03, 0.9}) ==
        "the runs do not tell A and B apart (ratio 1.01, 90 % interval 0.98 to 1.03)");
}

TEST_CASE("conclusions follow from the figures, whichever way they point") {
  record of = example_record();
  CHECK(joined(of).contains("C++ is 4.13 times as fast as Rust"));
  CHECK(joined(of).contains("change nothing of Rust's durations that the runs could tell"));
  CHECK(joined(of).contains("C++ $2.02, Rust $7.73 and JavaScript $34.85"));

  scale(of, "pi-cpp", 10);
  CHECK(joined(of).contains("Rust is 2.4"));
  CHECK_FALSE(joined(of).contains("C++ is 4.13 times as fast as Rust"));

  scale(of, "pi-rust-lean", 0.5);
  CHECK(joined(of).contains("Rust (LTO) is 2.0"));
}

TEST_CASE("emulated runs decide nothing, and are said to decide nothing") {
  record of = example_record();
  const std::string before = joined(of);
  CHECK(before.contains("decides nothing here: arm64, zip."));
  for (series& one : of.measured) {
    if (!one.emulated) continue;
    for (sample& run : one.runs) run.duration_ms *= 3;
  }
  CHECK(joined(of) == before);
  std::erase_if(of.measured, [](const series& one) { return !one.emulated; });
  CHECK(joined(of) == "Nothing was measured without an emulator, so nothing follows.\n");
}

TEST_CASE("images are compared with zips of the same architecture") {
  record of = example_record();
  const auto scale_image = [&](std::string_view function, double by) {
    for (series& one : of.measured)
      if (one.config == "image-x86_64" && one.function == function)
        for (sample& run : one.runs) run.duration_ms *= by;
  };
  // Rust's one slow run in a zip widens its interval beyond 5 %, although its estimate is 1.00.
  CHECK(joined(of).contains(
      "On x86_64, a container image is not told apart from a zip for C++, Rust and JavaScript;"));
  for (series& one : of.measured)
    if (one.config == "x86_64" && one.function == "pi-rust") one.runs[3].duration_ms = 3'610;
  CHECK(joined(of).contains("On x86_64, a container image runs as fast as a zip, to within 5 %;"));

  scale_image("pi-js", 1.2);
  CHECK(
      joined(of).contains("On x86_64, a container image runs slower than a zip for JavaScript, "
                          "and is not told apart from a zip for C++ and Rust;"));
  scale_image("pi-js", 1 / 1.2 / 1.2);
  CHECK(
      joined(of).contains("On x86_64, a container image runs faster than a zip for JavaScript, "
                          "and is not told apart from a zip for C++ and Rust;"));
  scale_image("pi-rust", 2);
  CHECK(joined(of).contains(
      "On x86_64, a container image runs slower than a zip for Rust, and runs faster than a zip "
      "for JavaScript, and is not told apart from a zip for C++;"));
}

TEST_CASE("an image that is certainly faster, by less than 5 %, is as fast to within 5 %") {
  record of;
  of.measured = {{.function = "pi-cpp", .config = "x86_64"},
                 {.function = "pi-cpp", .config = "image-x86_64"}};
  for (double ms : {100.0, 100.1, 100.2, 100.3, 100.4}) {
    of.measured[0].runs.push_back({.duration_ms = ms, .billed_ms = 101, .max_memory_mb = 3});
    of.measured[1].runs.push_back({.duration_ms = ms - 2, .billed_ms = 99, .max_memory_mb = 3});
  }
  CHECK(joined(of).contains("a container image runs as fast as a zip, to within 5 %;"));
  // Two runs of each are too few for either.
  for (series& one : of.measured) one.runs.resize(2);
  CHECK(joined(of).contains("a container image is not told apart from a zip for C++;"));
}

TEST_CASE("the published study is compared with only for what it measured") {
  record of = example_record();
  CHECK(joined(of).contains("On AWS in 2022 JavaScript took 4.49 times as long as Rust"));
  of.digits = 1'000;
  CHECK_FALSE(joined(of).contains("2022"));
}

TEST_CASE("an outlier is counted, not dropped") {
  CHECK(joined(example_record()).contains("1 of 60 durations"));
}

TEST_CASE("what is missing makes sentences fewer, never wrong") {
  record of = example_record();
  std::erase_if(of.measured, [](const series& one) { return one.function == "pi-rust"; });
  const std::string text = joined(of);
  CHECK(text.contains("C++ 874.8 ms and JavaScript 16,633 ms"));
  CHECK_FALSE(text.contains("as fast as Rust"));
  CHECK(joined(record{}) == "Nothing was measured without an emulator, so nothing follows.\n");
}
