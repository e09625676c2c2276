#include "study/report/analysis.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "study/report/testing.hpp"

using namespace lambent::study;

namespace {

std::vector<std::string> labels(const std::vector<row>& rows) {
  std::vector<std::string> out;
  for (const row& one : rows) out.push_back(label_of(one));
  return out;
}

const target& starting_with(const std::vector<target>& all, std::string_view wanted) {
  for (const target& one : all)
    if (one.wanted.starts_with(wanted)) return one;
  FAIL("no such target");
  return all.front();
}

}  // namespace

TEST_CASE("published rows stand beside ours, algorithms apart") {
  const record of = example_record();
  const config_info& x86_64 = *find_config("x86_64");
  CHECK(labels(rows_of(of, x86_64, measure::duration)) ==
        std::vector<std::string>{"C++ (GMP)", "C++ (cpp_int)", "Rust", "Rust (LTO)",
                                 "Rust, AWS 2022", "JavaScript", "JavaScript, AWS 2022"});
  CHECK(labels(rows_of(of, x86_64, measure::duration, true)) ==
        std::vector<std::string>{"C++ (in blocks)", "C++ (Chudnovsky)"});
  // Memory is published for Rust alone.
  CHECK(labels(rows_of(of, x86_64, measure::memory)).size() == 6);
  CHECK(labels(rows_of(of, *find_config("arm64"), measure::duration)).front() ==
        "C++ (GMP), emulated");
  CHECK(rows_of(of, *find_config("image-arm64"), measure::duration).empty());
}

TEST_CASE("published durations do not stand beside those of other digits, cold starts do") {
  record of = example_record();
  of.digits = 500;
  const config_info& x86_64 = *find_config("x86_64");
  const auto published_of = [&](measure what) {
    return std::ranges::count_if(rows_of(of, x86_64, what), &row::published);
  };
  CHECK(published_of(measure::duration) == 0);
  CHECK(published_of(measure::memory) == 0);
  CHECK(published_of(measure::cold_start) == 2);
  of.memory_mb = 256;
  CHECK(published_of(measure::cold_start) == 0);
}

TEST_CASE("emulated runs are part of no ratio, and their configuration is not a native one") {
  const record of = example_record();
  CHECK(ratio_of(of, "pi-cpp-int", "pi-cpp", "x86_64", measure::duration));
  CHECK_FALSE(ratio_of(of, "pi-cpp-int", "pi-cpp", "arm64", measure::duration));
  CHECK_FALSE(ratio_of(of, "pi-rust", "pi-cpp", "image-arm64", measure::duration));
  const auto native = native_configs(of);
  REQUIRE(native.size() == 2);
  CHECK(native[0]->id == "x86_64");
  CHECK(native[1]->id == "image-x86_64");
}

TEST_CASE("the published study's own figures are those of its tables") {
  const published_series* rust = find_published(language::rust, "x86_64");
  REQUIRE(rust != nullptr);
  CHECK(summary_of(rust->durations_ms)->median == 5364.77);
  CHECK(summary_of(find_published(language::javascript, "image-arm64")->cold_ms)->max == 305.06);
  CHECK(find_published(language::cpp, "x86_64") == nullptr);
  CHECK(published().size() == 8);
  for (const published_series& one : published()) {
    CHECK(one.durations_ms.size() == 5);
    CHECK(one.cold_ms.size() == 3);
  }
}

TEST_CASE("a million invocations cost GB-seconds and requests") {
  // 1 GB for one second: a million times 0.0000166667, and 0.20 for the requests.
  CHECK(cost_per_million(price_of("x86_64"), 1000, 1024) == doctest::Approx(16.8667));
  CHECK(cost_per_million(price_of("arm64"), 1000, 1024) == doctest::Approx(13.5334));
  CHECK(cost_per_million(price_of("x86_64"), 0, 128) == doctest::Approx(0.20));
  // Rust as published: 5,365 ms at 128 MB.
  CHECK(cost_of(*find_published(language::rust, "x86_64")) ==
        doctest::Approx(5.365 / 8 * 16.6667 + 0.2));
  const record of = example_record();
  CHECK(cost_of(*find(of, "pi-cpp", "x86_64"), 128) == doctest::Approx(0.875 / 8 * 16.6667 + 0.2));
  CHECK_FALSE(cost_of(series{.function = "pi-cpp", .config = "x86_64"}, 128));
}

TEST_CASE("targets follow the figures") {
  record of = example_record();
  CHECK(starting_with(targets_of(of), "C++ on GMP at least 4").verdict() == verdict::reached);
  CHECK(starting_with(targets_of(of), "A cold start").verdict() == verdict::reached);
  for (series& one : of.measured) {
    if (one.function != "pi-cpp") continue;
    for (sample& run : one.runs) run.duration_ms *= 1.1;
    for (sample& cold : one.cold) *cold.init_ms *= 2;
  }
  const auto slower = targets_of(of);
  // 3.76, but one slow run of Rust takes the interval beyond 4.
  CHECK(starting_with(slower, "C++ on GMP at least 4").verdict() == verdict::not_told);
  CHECK(starting_with(slower, "C++ on GMP at least 15").verdict() == verdict::reached);
  CHECK(starting_with(slower, "A cold start").verdict() == verdict::missed);
  std::erase_if(of.measured, [](const series& one) { return one.function == "pi-rust"; });
  CHECK(starting_with(targets_of(of), "C++ on GMP at least 4").verdict() == verdict::not_measured);
}

TEST_CASE("a target is reached or missed by the whole interval, of enough confidence") {
  const auto at_least = [](ratio measured) {
    return target{.bound = 4, .measured = measured}.verdict();
  };
  CHECK(at_least({4.5, 4, 5, 0.9}) == verdict::reached);
  CHECK(at_least({4.5, 3.9, 5, 0.968}) == verdict::not_told);
  CHECK(at_least({3.5, 3, 4.1, 0.968}) == verdict::not_told);
  CHECK(at_least({3.5, 3, 3.9, 0.968}) == verdict::missed);
  CHECK(at_least({9, 9, 9, 0.667}) == verdict::not_told);
  const auto at_most = [](ratio measured) {
    return target{.bound = 0.5, .at_most = true, .measured = measured}.verdict();
  };
  CHECK(at_most({0.4, 0.3, 0.5, 0.9}) == verdict::reached);
  CHECK(at_most({0.4, 0.3, 0.6, 0.9}) == verdict::not_told);
  CHECK(at_most({0.7, 0.6, 0.8, 0.9}) == verdict::missed);
}

TEST_CASE("a run that began an environment is billed without its init phase") {
  series one{.function = "pi-cpp", .config = "x86_64"};
  one.runs = {{.duration_ms = 10.2, .billed_ms = 31, .max_memory_mb = 3, .init_ms = 20},
              {.duration_ms = 10.2, .billed_ms = 11, .max_memory_mb = 3}};
  CHECK(billed_of(one) == std::vector<double>{11, 11});
  CHECK(cost_of(one, 128) == doctest::Approx(0.011 / 8 * 16.6667 + 0.2));
}
