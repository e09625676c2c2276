#include "cli/invoke/summary.hpp"

#include <doctest/doctest.h>

#include "base/json_text.hpp"
#include "cli/invoke/load.hpp"

using namespace lambent;
using namespace lambent::cli;
using namespace std::chrono_literals;

namespace {

summary of_ten() {
  tally all;
  for (int i = 1; i <= 8; ++i)
    all.add({.client_ms = i * 1.5, .report = invocation_report{.duration_ms = i * 1.0}});
  all.add({.client_ms = 100, .report = invocation_report{.duration_ms = 90, .init_ms = 30}});
  all.add({.client_ms = 0.1, .error = "TooManyRequestsException"});
  return {std::move(all), "hello", 2, 2s};
}

}  // namespace

TEST_CASE("a summary tells answered calls from failed ones") {
  summary got = of_ten();
  CHECK(got.calls == 10);
  CHECK(got.failed == 1);
  CHECK(got.per_second == 5);
  // The throttled call, which was fast, is no latency of the function's.
  CHECK(got.client_ms.value().min == 1.5);
  CHECK(got.client_ms->p50 == 7.5);
  CHECK(got.client_ms->p99 == 100);
  CHECK(got.reports == 9);
  CHECK(got.cold_starts == 1);
  CHECK(got.function_ms.value().max == 90);
  CHECK(got.init_ms.value().p50 == 30);
}

TEST_CASE("a summary is a table for people") {
  CHECK(as_text(of_ten()) ==
        "hello: 10 calls in 2.00 s, 5.0 a second, 2 at a time\n"
        "failed: 1 (1 TooManyRequestsException)\n"
        "\n"
        "ms                  min      p50      p90      p99      max\n"
        "client             1.50     7.50      100      100      100\n"
        "function           1.00     5.00     90.0     90.0     90.0  of 9 reports\n"
        "init               30.0     30.0     30.0     30.0     30.0  1 cold start\n");
  CHECK(as_text({tally(), "f", 1, 0s}) ==
        "f: 0 calls in 0.00 s, 0.0 a second, 1 at a time\n"
        "failed: 0\n"
        "\n"
        "ms                  min      p50      p90      p99      max\n"
        "client        -\n");
}

TEST_CASE("a summary says that an emulator ran the function") {
  tally all;
  all.add({.client_ms = 20, .report = invocation_report{.duration_ms = 12}, .emulated = "arm64"});
  const summary got(std::move(all), "hello", 1, 1s);
  CHECK(
      as_text(got).starts_with("hello: 1 call in 1.00 s, 1.0 a second, 1 at a time\n"
                               "failed: 0\n"
                               "emulated: arm64; these times say nothing of Lambda's\n"));
  std::string line = as_json(got, false);
  CHECK(check_json(line).has_value());
  CHECK(line.ends_with(",\"emulated\":\"arm64\"}\n"));
}

TEST_CASE("a summary is one line of JSON for programs") {
  std::string line = as_json(of_ten(), false);
  REQUIRE(check_json(line).has_value());
  CHECK(line ==
        R"({"function":"hello","calls":10,"failed":1,"errors":{"TooManyRequestsException":1},)"
        R"("interrupted":false,"concurrency":2,"seconds":2.000000,"perSecond":5.000,)"
        R"("clientMs":{"min":1.500,"p50":7.500,"p90":100.000,"p99":100.000,"max":100.000},)"
        R"("reports":9,"coldStarts":1,)"
        R"("functionMs":{"min":1.000,"p50":5.000,"p90":90.000,"p99":90.000,"max":90.000},)"
        R"("initMs":{"min":30.000,"p50":30.000,"p90":30.000,"p99":30.000,"max":30.000}})"
        "\n");
  CHECK(check_json(as_json({tally(), "a\"b", 1, 0s}, true)).has_value());
}

TEST_CASE("kinds of errors are counted, the frequent ones first, and not without end") {
  tally all;
  for (std::size_t i = 0; i < tally::error_kinds_max + 10; ++i)
    all.add({.error = "kind" + std::to_string(i)});
  all.add({.error = "kind7"});
  summary got(std::move(all), "f", 1, 1s);
  CHECK(got.errors.size() == tally::error_kinds_max + 1);
  CHECK(got.errors.at(0) == std::pair<std::string, std::size_t>("others", 10));
  CHECK(got.errors.at(1) == std::pair<std::string, std::size_t>("kind7", 2));
  CHECK(got.failed == tally::error_kinds_max + 11);
}

TEST_CASE("a histogram has ranges that a person can read, and no more than twelve") {
  CHECK(histogram({}).empty());
  CHECK(histogram({1.01, 1.02}).empty());
  CHECK(histogram({1.1, 1.6, 1.7, 2.1}) ==
        "      1 to   1.2 ms  ####################                      1\n"
        "    1.2 to   1.5 ms                                            0\n"
        "    1.5 to   1.8 ms  ########################################  2\n"
        "    1.8 to   2.2 ms  ####################                      1\n");
  std::string wide = histogram({0.001, 0.5, 12, 900'000});
  CHECK(std::ranges::count(wide, '\n') <= 12);
  CHECK(wide.starts_with("  0.001 to  0.01 ms  "));
  CHECK(histogram({0, 0}).empty());
}

TEST_CASE("what every call would meet ends all of them") {
  using enum aws::call_failure;
  CHECK(ends_all({.kind = unreachable}));
  CHECK(ends_all({.kind = credentials}));
  CHECK(ends_all({.kind = refused, .code = "ResourceNotFoundException", .status = 404}));
  CHECK_FALSE(ends_all({.kind = refused, .code = "TooManyRequestsException", .status = 429}));
  CHECK_FALSE(ends_all({.kind = refused, .code = "ResourceConflictException", .status = 409}));
  CHECK_FALSE(ends_all({.kind = refused, .status = 503}));
  CHECK_FALSE(ends_all({.kind = broken}));
  CHECK(kind_of({.kind = refused, .status = 503}) == "HTTP status 503");
  CHECK(kind_of({.kind = broken}) == "connection lost");
}
