#include "cli/bench/distribution.hpp"

#include <doctest/doctest.h>

#include "base/json_text.hpp"

using namespace lambent::cli;
using namespace lambent::cli::bench;

namespace {

sample cold_sample(double init_ms) {
  return {.request_id = "c",
          .client_ms = init_ms + 5,
          .report = invocation_report{
              .duration_ms = 2, .init_ms = init_ms, .billed_ms = init_ms + 2, .max_memory_mb = 12}};
}

sample warm_sample(double duration_ms) {
  return {.request_id = "w",
          .client_ms = duration_ms + 1,
          .report = invocation_report{
              .duration_ms = duration_ms, .billed_ms = duration_ms, .max_memory_mb = 12}};
}

const subject hello{.name = "hello", .architecture = "x86_64", .memory_mb = 128};

distribution of_cold() {
  auto out = distribution_of(
      temperature::cold, hello,
      {cold_sample(20), cold_sample(10), warm_sample(1), sample{}, cold_sample(15)});
  out.asked = 5;
  return out;
}

}  // namespace

TEST_CASE("of cold starts those count that were cold and have a report") {
  distribution got = of_cold();
  CHECK(got.counted.size() == 3);
  CHECK(got.others.size() == 1);
  CHECK(got.without_report == 1);
  CHECK(as_text(got) ==
        "hello: 3 cold starts, x86_64, 128 MB\n"
        "not counted: 1 warm call, which met an environment that was there already\n"
        "not counted: 1 without a report in CloudWatch Logs\n"
        "\n"
        "                    min      p50      p90      p99      max  spread\n"
        "init, ms           10.0     15.0     20.0     20.0     20.0  67 %\n"
        "duration, ms       2.00     2.00     2.00     2.00     2.00  0 %\n"
        "billed, ms         12.0     17.0     22.0     22.0     22.0  59 %\n"
        "client, ms         15.0     20.0     25.0     25.0     25.0  50 %\n"
        "memory, MB         12.0     12.0     12.0     12.0     12.0  0 %\n");
  CHECK(bars_of(got).starts_with("Init Duration\n"));
}

TEST_CASE("a warm call that was cold is told and not counted") {
  auto got =
      distribution_of(temperature::warm, hello, {warm_sample(1), cold_sample(9)}, {cold_sample(8)});
  got.asked = 4;
  CHECK(
      as_text(got).starts_with("hello: 1 warm call, x86_64, 128 MB\n"
                               "4 were asked for\n"
                               "not counted: 1 call before the others, cold\n"
                               "not counted: 1 cold start, for which there was no environment\n"));
  CHECK(as_text(got).find("init, ms") == std::string::npos);
}

TEST_CASE("times of an emulated function are marked wherever they are shown") {
  distribution got = of_cold();
  got.of.emulated = "arm64";
  CHECK(as_text(got).find("emulated: arm64; these times say nothing of Lambda's\n") !=
        std::string::npos);
  CHECK(as_json(got).find("\"emulated\":\"arm64\"") != std::string::npos);
  CHECK(as_svg(got).find("128 MB, emulated") != std::string::npos);
}

TEST_CASE("a distribution is one line of JSON for programs") {
  std::string line = as_json(of_cold());
  REQUIRE(lambent::check_json(line).has_value());
  CHECK(line.starts_with(
      R"({"function":"hello","wanted":"cold","architecture":"x86_64","memoryMb":128,)"
      R"("emulated":null,"asked":5,"counted":3,"notCounted":1,"withoutReport":1,"concurrency":1,)"
      R"("interrupted":false,"initMs":{"min":10.000,"p50":15.000,)"));
  CHECK(line.find(R"("samples":[{"requestId":"c","initMs":20.000,)") != std::string::npos);
  CHECK(lambent::check_json(as_json(distribution_of(temperature::warm, hello, {}))).has_value());
}
