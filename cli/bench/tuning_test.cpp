#include "cli/bench/tuning.hpp"

#include <doctest/doctest.h>

#include "base/json_text.hpp"

using namespace lambent::cli;
using namespace lambent::cli::bench;

namespace {

std::vector<sample> warm_samples(std::initializer_list<double> durations_ms) {
  std::vector<sample> out;
  for (double ms : durations_ms)
    out.push_back(
        {.report = invocation_report{.duration_ms = ms, .billed_ms = ms, .max_memory_mb = 30}});
  return out;
}

tuning of_four() {
  std::vector<sample> with_cold = warm_samples({800, 1000, 900});
  with_cold.push_back(
      {.report = invocation_report{.duration_ms = 5000, .init_ms = 100, .billed_ms = 5100}});
  with_cold.push_back({});
  tuning out{.of = {.name = "f", .architecture = "x86_64", .memory_mb = 256}, .runs = 3};
  out.sizes = {size_of(128, "x86_64", with_cold, ""),
               size_of(256, "x86_64", warm_samples({400, 400, 401}), ""),
               size_of(1024, "x86_64", warm_samples({110, 120, 100}), ""),
               size_of(3008, "x86_64", {}, "MemorySize is too large")};
  return out;
}

}  // namespace

TEST_CASE("memory sizes are a list of numbers that Lambda has") {
  CHECK(memory_sizes("1024,128,128").value() == std::vector<unsigned>{128, 1024});
  CHECK(memory_sizes("128").value() == std::vector<unsigned>{128});
  CHECK(memory_sizes("10240").has_value());
  CHECK(memory_sizes("127").error().what == "Lambda has no memory size of 127 MB");
  CHECK(memory_sizes("128,10241").error().what == "Lambda has no memory size of 10241 MB");
  for (const char* wrong : {"", ",", "128,", "128 MB", "-1", "1e3", "99999999999"})
    CHECK_MESSAGE(!memory_sizes(wrong).has_value(), wrong);
  std::string many = "128";
  for (int mb = 129; mb < 200; ++mb) many += "," + std::to_string(mb);
  CHECK(memory_sizes(many).error().what == "more than 64 memory sizes");
}

TEST_CASE("only warm calls with a report count, at AWS's price of the architecture") {
  tuned_size x86 = of_four().sizes[0];
  CHECK(x86.durations_ms == std::vector<double>{800, 900, 1000});
  CHECK(x86.billed_ms == 900);
  // 0.9 s of an eighth of a GB at 0.0000166667 USD, and 0.20 USD for the requests.
  CHECK(x86.usd_per_million == doctest::Approx(2.075004));
  CHECK(size_of(128, "arm64", warm_samples({900}), "").usd_per_million ==
        doctest::Approx(1.7000075));
}

TEST_CASE("the cheapest, the fastest and the best balance are told; a tie goes to the smallest") {
  verdict got = verdict_on(of_four());
  CHECK(got.fastest == 2U);
  CHECK(got.cheapest == 1U);
  CHECK(got.balanced == 2U);
  tuning even{.sizes = {size_of(128, "x86_64", warm_samples({10}), ""),
                        size_of(256, "x86_64", warm_samples({10}), "")}};
  CHECK(verdict_on(even).fastest == 0U);
  CHECK(!verdict_on({}).cheapest.has_value());
}

TEST_CASE("a tuning is a table in which a size that failed says why") {
  CHECK(
      as_text(of_four()) ==
      "f: 4 memory sizes, 3 calls of each, x86_64\n"
      "\n"
      "   memory duration p50       min       max  billed p50        used   per million\n"
      "   128 MB       900 ms       800      1000      900 ms       30 MB         $2.08\n"
      "   256 MB       400 ms       400       401      400 ms       30 MB         $1.87  cheapest\n"
      "  1024 MB       110 ms       100       120      110 ms       30 MB         $2.03  fastest, "
      "best balance\n"
      "  3008 MB  MemorySize is too large\n"
      "\n"
      "Prices: aws.amazon.com/lambda/pricing, us-east-1; x86_64\n");
}

TEST_CASE("fewer calls that count than were asked for are told, of the size that they are of") {
  tuning got = of_four();
  got.sizes[1] = size_of(256, "x86_64", warm_samples({400}), "");
  const std::string text = as_text(got);
  CHECK(text.starts_with("f: 4 memory sizes, at most 3 calls of each, x86_64\n"));
  CHECK(text.contains("  1 of 3 calls count; cheapest\n"));
}

TEST_CASE(
    "a size that failed after some calls shows its figures and why, and is never recommended") {
  tuning got = of_four();
  // The cheapest and the fastest by far, were it not for the failure.
  got.sizes[0] = size_of(128, "x86_64", warm_samples({1, 1}), "Runtime.OutOfMemory");
  const verdict about = verdict_on(got);
  CHECK(about.cheapest == 1U);
  CHECK(about.fastest == 2U);
  CHECK(about.balanced == 2U);
  CHECK(as_text(got).find("   128 MB      1.00 ms      1.00      1.00        1 ms       30 MB"
                          "         $0.20  2 of 3 calls count; Runtime.OutOfMemory\n") !=
        std::string::npos);
  CHECK(as_json(got).find(R"("billedMs":1.000,"maxMemoryMb":30,"usdPerMillion":0.202083,)"
                          R"("failure":"Runtime.OutOfMemory"})") != std::string::npos);
  // Drawn, and marked as nothing.
  CHECK(as_svg(got).find("128 MB 1") != std::string::npos);
  got.sizes = {got.sizes[0]};
  CHECK(!verdict_on(got).cheapest.has_value());
  CHECK(as_json(got).find(R"("cheapest":null,"fastest":null,"balanced":null})") !=
        std::string::npos);
  for (const char* mark : {">cheapest<", ">fastest<", ">best balance<"})
    CHECK_MESSAGE(as_svg(got).find(mark) == std::string::npos, mark);
}

TEST_CASE("a tuning is one line of JSON for programs, and marked where an emulator ran it") {
  tuning got = of_four();
  std::string line = as_json(got);
  REQUIRE(lambent::check_json(line).has_value());
  CHECK(line.find(R"("cheapest":256,"fastest":1024,"balanced":1024})") != std::string::npos);
  CHECK(line.find(R"("usdPerMillion":null,"failure":"MemorySize is too large")") !=
        std::string::npos);
  got.of.emulated = "arm64";
  CHECK(as_text(got).find("emulated: arm64;") != std::string::npos);
  CHECK(as_json(got).find("\"emulated\":\"arm64\"") != std::string::npos);
  CHECK(as_svg(got).find(", emulated</title>") != std::string::npos);
  CHECK(lambent::check_json(as_json({})).has_value());
}
